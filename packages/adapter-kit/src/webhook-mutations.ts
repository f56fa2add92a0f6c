import type { InboundRequest, JsonValue } from "@todoke/core";

/** A request that was changed on its way, and how. */
export interface MutatedRequest {
  readonly how: string;
  readonly request: InboundRequest;
}

/** Everything that `verify` must refuse: somebody else's words, or no signature that fits. */
export function forgeriesOf(request: InboundRequest, signatureHeader: string): readonly MutatedRequest[] {
  const { body } = request;
  const signature = request.headers[signatureHeader] ?? "";
  const places = body.length === 0 ? [] : [0, Math.floor(body.length / 2), body.length - 1];
  const { length } = signature;
  const strange = [
    ...[length / 2, length - 4].map((place) => flipText(signature, Math.floor(place))),
    signature.slice(1),
    `A${signature}`,
    "é".repeat(length),
  ];
  return [
    ...places.map((place) => ({
      how: `with byte ${place} of its body changed`,
      request: { ...request, body: flip(body, place) },
    })),
    { how: "without its body", request: withText(request, "") },
    { how: "with more behind its body", request: withText(request, `${textOf(request)}&Extra=1`) },
    ...[undefined, "", " ", ...strange].map((value) => ({
      how: value === undefined ? "without a signature" : `with the signature ${JSON.stringify(value)}`,
      request: { ...request, headers: { ...request.headers, [signatureHeader]: value } },
    })),
    ...reserialised(request),
  ].filter(({ request: forged }) => Buffer.compare(forged.body, body) !== 0 || forged.headers !== request.headers);
}

/** The same events with fields that no documentation lists yet; empty for a body that is neither JSON nor a form. */
export function extendedOf(request: InboundRequest): readonly MutatedRequest[] {
  const json = parseJson(request.body);
  if (json !== undefined) {
    return [{ how: "with a new field in every object", request: withText(request, JSON.stringify(extend(json))) }];
  }
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return [];
  return [{ how: "with a new field", request: withText(request, `${textOf(request)}&Novelty=%F0%9F%9A%A2`) }];
}

/** Bodies that are none, under headers and addresses that are none. */
export function nonsenseOf(request: InboundRequest): readonly MutatedRequest[] {
  const json = ["{", "null", "[]", "0", '"text"', "[null]", '{"events":{}}', '{"events":[null,1,[],{}]}'];
  return [
    ...["", ...json, "a=1&a=2&=&%", "%ff%00=%"].map((text) => ({
      how: `with the body ${JSON.stringify(text)}`,
      request: withText(request, text),
    })),
    { how: "with a body that is no text", request: { ...request, body: new Uint8Array([0xff, 0x25, 0x00, 0xfe]) } },
    { how: "at an address that is none", request: { ...request, url: "::?%" } },
    { how: "without headers", request: { ...request, headers: {} } },
  ];
}

/** The same words in other bytes: whoever signs bytes did not sign these. */
function reserialised(request: InboundRequest): readonly MutatedRequest[] {
  const json = parseJson(request.body);
  return json === undefined
    ? []
    : [{ how: "with its JSON written anew", request: withText(request, JSON.stringify(json, null, 1)) }];
}

function extend(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => extend(item));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, extend(member)] as const);
  return { ...Object.fromEntries(members), novelty: { since: "tomorrow" } };
}

function parseJson(body: Uint8Array): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(Buffer.from(body).toString("utf8"));
    return typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf({ body }: InboundRequest): string {
  return Buffer.from(body).toString("utf8");
}

function withText(request: InboundRequest, text: string): InboundRequest {
  return { ...request, body: Buffer.from(text) };
}

function flip(bytes: Uint8Array, place: number): Uint8Array {
  return bytes.map((byte, index) => (index === place ? byte ^ 1 : byte));
}

/** Another character, not among the last ones, which some encodings take for padding. */
function flipText(text: string, place: number): string {
  return `${text.slice(0, place)}${text[place] === "A" ? "B" : "A"}${text.slice(place + 1)}`;
}
