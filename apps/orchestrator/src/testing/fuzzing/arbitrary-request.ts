import fc from "fast-check";
import type { OperationObject, ParameterObject } from "../../http/openapi/operation-object.ts";
import { arbitraryOf, type Likely } from "./arbitrary-of-schema.ts";
import { damaged } from "./damage.ts";

/** A request as it goes out. */
export interface FuzzedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Requests for one operation of the document: many of them sound, many damaged in one place. */
export function arbitraryRequest(path: string, operation: OperationObject, likely: Likely): fc.Arbitrary<FuzzedRequest> {
  const parameters = operation.parameters ?? [];
  const of = (place: ParameterObject["in"]) => parameters.filter((parameter) => parameter.in === place);
  return fc
    .record({ path: arbitraryPath(path, likely), query: arbitraryQuery(of("query"), likely), headers: arbitraryHeaders(of("header")), body: arbitraryBody(operation, likely) })
    .map(({ path: filled, query, headers, body }) => ({
      path: query === "" ? filled : `${filled}?${query}`,
      headers: { ...headers, ...(body && { "content-type": body.mediaType }) },
      ...(body && { body: body.text }),
    }));
}

function arbitraryPath(path: string, { ids }: Likely): fc.Arbitrary<string> {
  const segments = path.split("/").map((segment) => (segment.startsWith("{") ? arbitraryId(ids) : fc.constant(segment)));
  return fc.tuple(...segments).map((filled) => filled.join("/"));
}

function arbitraryId(ids: readonly string[]): fc.Arbitrary<string> {
  const strange = fc.oneof(fc.constantFrom("%00", "%zz", "__proto__", `msg_${"0".repeat(32)}`), fc.string({ maxLength: 12 }).map(encodeURIComponent));
  // What is empty, or climbs, is another path by the time it arrives.
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, strange.filter((segment) => !/^\.{0,2}$/.test(segment)));
}

function arbitraryQuery(parameters: readonly ParameterObject[], likely: Likely): fc.Arbitrary<string> {
  const sound = fc.record(Object.fromEntries(parameters.map(({ name, schema }) => [name, arbitraryOf(schema, likely)])), { requiredKeys: [] });
  const strange = fc.dictionary(fc.constantFrom(...parameters.map(({ name }) => name), "unexpected"), fc.string({ unit: "binary", maxLength: 20 }), { maxKeys: 2 });
  return fc.oneof({ weight: 2, arbitrary: sound }, strange).map((query) =>
    Object.entries(query)
      .map(([name, value]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`)
      .join("&"),
  );
}

function arbitraryHeaders(parameters: readonly ParameterObject[]): fc.Arbitrary<Record<string, string>> {
  const printable = fc.stringMatching(/^[!-~]{1,20}$/);
  return fc.record(Object.fromEntries(parameters.map(({ name }) => [name, printable])), { requiredKeys: [] }) as fc.Arbitrary<Record<string, string>>;
}

function arbitraryBody({ requestBody }: OperationObject, likely: Likely): fc.Arbitrary<{ readonly mediaType: string; readonly text: string } | undefined> {
  if (requestBody === undefined) return fc.constant(undefined);
  const bodies = Object.entries(requestBody.content).map(([range, { schema, example }]) => {
    const mediaType = range === "*/*" ? "application/json" : range;
    const isJson = schema.type !== "string" && range !== "*/*";
    const text = isJson ? arbitraryJson(schema, likely) : fc.oneof(fc.constant(typeof example === "string" ? example : ""), fc.string({ unit: "binary" }), fc.json());
    return text.map((each) => ({ mediaType, text: each }));
  });
  return fc.oneof({ weight: 9, arbitrary: fc.oneof(...bodies) }, fc.constant({ mediaType: "application/xml", text: "<to/>" }));
}

function arbitraryJson(schema: Parameters<typeof arbitraryOf>[0], likely: Likely): fc.Arbitrary<string> {
  const sound = arbitraryOf(schema, likely);
  return fc.oneof(
    { weight: 4, arbitrary: sound.map((value) => JSON.stringify(value)) },
    { weight: 4, arbitrary: sound.chain(damaged).map((value) => JSON.stringify(value) ?? "") },
    { weight: 1, arbitrary: fc.constantFrom("", "{", '{"__proto__": null}', "[".repeat(30), "\ufeff{}", "null") },
  );
}
