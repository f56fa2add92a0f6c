import {
  ProviderError,
  type Adapter,
  type AddressResult,
  type AttemptRequest,
  type AudienceProgress,
  type CallOptions,
  type Content,
  type EvidenceReport,
  type JsonObject,
  type JsonValue,
  type RenderResult,
  type SendReceipt,
} from "@todoke/core";
import { callPigeon, type PigeonAnswer, type PigeonCall } from "./pigeon-call.ts";
import { createPigeonWebhook, readLetterStatus } from "./pigeon-webhook.ts";

export interface PigeonSettings {
  readonly baseUrl: string;
  readonly token: string;
  readonly secret: string;
}

const endpoints = ["letters", "bulk", "status", "lofts", "grain", "replies", "flocks"];

/** A right adapter with every capability there is, for a provider that does not exist. */
export function createPigeonAdapter(settings: PigeonSettings): Adapter {
  const call = (request: PigeonCall, options: CallOptions) => callPigeon(settings, request, options);
  return {
    specificationVersion: 1,
    provider: "pigeon",
    channel: "letter",
    address: { kind: "loft", parse: parseLoft },
    forbiddenPurposes: { marketing: "pigeons carry no advertising" },
    render,
    send: async (request, options) => {
      if (request.payload["text"] === undefined) throw emptyLetter(request.attemptId);
      const body = letter(request, { to: request.to });
      return toReceipt(await call({ method: "POST", path: "/letters", body, key: request.attemptId }, options));
    },
    bulk: {
      endpoint: "bulk",
      maxRecipients: 20,
      accepts: (address) => !address.startsWith("loft:0"),
      send: async (request, options) => {
        const body = letter(request, { to: request.to });
        return toReceipt(await call({ method: "POST", path: "/bulk", body, key: request.attemptId }, options));
      },
    },
    idempotency: { keyLifetimeMs: 3_600_000, endpoints: ["letters", "bulk"] },
    evidence: { best: "delivered", negative: true, horizonMs: 86_400_000, recallable: false },
    webhook: createPigeonWebhook(settings.secret),
    reconcile: {
      endpoint: "status",
      lostAnswerDelaysMs: [1_000, 5_000],
      silenceDelaysMs: [60_000],
      find: async (attempt, options) => {
        const answer = call({ method: "GET", path: `/letters/${attempt.attemptId}` }, options);
        const report = await unlessUnknown(answer, readReport);
        const id = report?.providerMessageId;
        return id !== undefined && (await attempt.isTaken(id)) ? undefined : report;
      },
    },
    reachability: {
      endpoint: "lofts",
      canCheck: (address) => !address.startsWith("loft:0"),
      check: async (address, options) => {
        const { body } = await call({ method: "GET", path: `/lofts/${address.slice(5)}` }, options);
        const home = body["home"];
        if (home === true) return { reachability: "reachable", providerCode: "home" };
        return { reachability: home === false ? "unreachable" : "unknown", providerCode: "not-home" };
      },
    },
    limits: Object.fromEntries(endpoints.map((endpoint) => [endpoint, { requests: 10, perMs: 1_000 }])),
    cost: { unit: "page", units: ({ text }) => (typeof text === "string" ? Math.ceil(text.length / 40) : 1) },
    quota: {
      endpoint: "grain",
      check: async (options) => {
        const { body } = await call({ method: "GET", path: "/grain" }, options);
        const { limit, used, renewsAt } = body;
        return {
          ...(typeof limit === "number" && { limit }),
          used: Number(used),
          renewsAt: new Date(typeof renewsAt === "string" ? renewsAt : Number.NaN),
        };
      },
    },
    reply: {
      endpoint: "replies",
      tokenLifetimeMs: 60_000,
      send: async (request, options) => {
        const body = letter(request, { token: request.replyToken });
        return toReceipt(await call({ method: "POST", path: "/replies", body }, options));
      },
    },
    audience: {
      types: ["flock"],
      parse: ({ type, flock }) =>
        type === "flock" && flock !== undefined
          ? { ok: true, endpoint: "flocks", target: { flock }, hasProgress: true }
          : { ok: false, problems: [{ pointer: "/type", code: "no-flock", detail: "must be flock, with its name" }] },
      within: ({ flock, ...audience }, id) => ({ ...audience, flock: [flock ?? null, id] }),
      send: async (request, options) =>
        toReceipt(await call({ method: "POST", path: "/flocks", body: letter(request, request.target) }, options)),
      progress: async ({ requestId }, options) => {
        const { body } = await call({ method: "GET", path: `/flocks/${requestId}` }, options);
        const { phase, target, success } = body;
        return {
          phase: phase as AudienceProgress["phase"],
          target: count(target),
          success: count(success),
          failure: null,
        };
      },
    },
  };
}

function emptyLetter(retryKey: string): ProviderError {
  return new ProviderError({ class: "content", providerCode: "empty", message: "The letter is empty", retryKey });
}

function parseLoft(address: string): AddressResult {
  const canonical = address.trim().toLowerCase();
  return /^loft:\d{6}$/.test(canonical)
    ? { ok: true, address: canonical }
    : { ok: false, reason: "must be loft: and six digits" };
}

function render(content: Content): RenderResult {
  const letterOf = (text: string, lost: readonly string[]): RenderResult =>
    text.trim() === "" || text.length > 400
      ? refuse(content.type === "text" ? "/text" : "", "bad-length", "must have 1 to 400 characters")
      : { ok: true, payload: { text }, endpoint: "letters", lost };
  switch (content.type) {
    case "text":
      return letterOf(content.text, []);
    case "image":
      return letterOf([content.altText, content.url].filter(Boolean).join(" "), ["the image is sent as a link"]);
    case "location":
      return letterOf(`${content.title} ${content.address}`, ["the map is left out"]);
    case "native":
      return content.channel === "letter" && typeof content.payload["text"] === "string"
        ? letterOf(content.payload["text"], [])
        : refuse("/channel", "other-channel", "must be a letter with its text");
    default:
      return refuse("/type", "unsupported-content", "must be text, image or location");
  }
}

function refuse(pointer: string, code: string, detail: string): RenderResult {
  return { ok: false, problems: [{ pointer, code, detail }] };
}

function letter({ payload, callbackUrl, validityPeriodMs }: AttemptRequest, target: JsonObject): JsonObject {
  return {
    ...payload,
    ...target,
    ...(callbackUrl !== undefined && { report: callbackUrl }),
    ...(validityPeriodMs !== undefined && { hours: validityPeriodMs / 3_600_000 }),
  };
}

function toReceipt({ status, body, requestId }: PigeonAnswer): SendReceipt {
  const { id } = body;
  return {
    evidence: "accepted",
    providerMessageIds: typeof id === "string" ? [id] : [],
    ...(requestId !== undefined && { requestId }),
    duplicate: status === 409,
  };
}

function readReport({ body: { id, status, reason, at } }: PigeonAnswer): EvidenceReport {
  return {
    ...(readLetterStatus(status, reason) ?? { evidence: "accepted" }),
    ...(typeof id === "string" && { providerMessageId: id }),
    providerCode: typeof status === "string" ? status : "none",
    at: typeof at === "string" ? new Date(at) : new Date(),
  };
}

async function unlessUnknown<T>(
  answer: Promise<PigeonAnswer>,
  read: (answer: PigeonAnswer) => T,
): Promise<T | undefined> {
  try {
    return read(await answer);
  } catch (error) {
    if (ProviderError.is(error) && error.providerCode === "4040") return undefined;
    throw error;
  }
}

function count(value: JsonValue | undefined): number | null {
  return typeof value === "number" ? value : null;
}
