import {
  ProviderError,
  SignatureError,
  type Adapter,
  type AttemptTrace,
  type Content,
  type EvidenceReport,
  type InboundEvent,
  type InboundRequest,
  type ProviderErrorDetails,
  type QuotaReport,
  type ReachabilityReport,
  type RenderResult,
  type SendReceipt,
  type Webhook,
} from "@todoke/core";

/** One call as it reached the engine's border. */
export interface ScriptedCall {
  readonly attemptId: string;
  readonly endpoint: string;
  readonly to: readonly string[];
  /** The payload, serialised. */
  readonly bytes: string;
  readonly callbackUrl: string | undefined;
  readonly validityPeriodMs: number | undefined;
  /** Present when the call was a reply; it then names nobody in `to`. */
  readonly replyToken?: string;
}

/** What the provider does about one call: answers, or throws. */
export type Answer = (call: ScriptedCall) => SendReceipt | Promise<SendReceipt>;

/** Which of the contract's capabilities the channel has. */
export interface ScriptedCapabilities {
  readonly channel: string;
  readonly kind: string;
  /** How long keys are honoured; absent: no keys. */
  readonly keyLifetimeMs?: number;
  readonly evidence?: Adapter["evidence"];
  /** Most recipients in one bulk call; absent: no bulk calls. */
  readonly maxRecipients?: number;
  readonly looksUp?: boolean;
  /** How long reply tokens live; absent: no replies. */
  readonly replyTokenLifetimeMs?: number;
  readonly reconciles?: { readonly lostAnswerDelaysMs: readonly number[]; readonly silenceDelaysMs: readonly number[] };
  readonly forbiddenPurposes?: Adapter["forbiddenPurposes"];
  /** Addresses begin with the country that they are of: `jp-person-1`. */
  readonly tellsCountry?: boolean;
  /** What the provider says may still be sent, in people, whenever it is asked. */
  readonly quota?: () => QuotaReport;
  /** By endpoint: `single`, `bulk`, `profile`. */
  readonly statistics?: Adapter["statistics"];
  readonly limits?: Adapter["limits"];
}

/** A provider that does as it is told, at the border of the contract, and remembers every call. */
export interface ScriptedChannel {
  readonly adapter: Adapter;
  /** In the order in which they were made, answered or not. */
  readonly calls: readonly ScriptedCall[];
  /** When each was made, on this machine's monotonic clock, in milliseconds. */
  readonly callTimes: readonly number[];
  readonly lookups: readonly string[];
  readonly traces: readonly AttemptTrace[];
  /** Answers to calls that carry `address`, or to replies under it as their token, one after the other; the last one stands. Without any: accepted. */
  script(address: string, ...answers: readonly Answer[]): void;
  /** The answer to calls to everybody who has no script; undefined: accepted. */
  scriptOthers(answer: Answer | undefined): void;
  /** What a lookup of `address` says; without: reachable. */
  scriptLookup(address: string, answer: () => ReachabilityReport | Promise<ReachabilityReport>): void;
  /** What the provider says when asked about an attempt to `address`; without: nothing. */
  scriptTrace(address: string, answer: (trace: AttemptTrace) => EvidenceReport | undefined): void;
  callsTo(address: string): readonly ScriptedCall[];
}

export function createScriptedChannel(capabilities: ScriptedCapabilities): ScriptedChannel {
  const calls: ScriptedCall[] = [];
  const callTimes: number[] = [];
  const lookups: string[] = [];
  const traces: AttemptTrace[] = [];
  const scripts = new Map<string, Answer[]>();
  let toOthers: Answer | undefined;
  const lookupScripts = new Map<string, () => ReachabilityReport | Promise<ReachabilityReport>>();
  const traceScripts = new Map<string, (trace: AttemptTrace) => EvidenceReport | undefined>();

  const answer = async (call: ScriptedCall): Promise<SendReceipt> => {
    calls.push(call);
    callTimes.push(performance.now());
    const names = call.replyToken === undefined ? call.to : [call.replyToken];
    const script = names.map((name) => scripts.get(name)).find((answers) => answers !== undefined);
    const next = script === undefined || script.length === 1 ? script?.[0] : script.shift();
    return (next ?? toOthers ?? accepts())(call);
  };
  const { channel, kind, keyLifetimeMs, evidence, maxRecipients, reconciles, forbiddenPurposes, quota, limits, statistics } = capabilities;
  const adapter: Adapter = {
    specificationVersion: 1,
    provider: `${channel}-provider`,
    channel,
    address: { kind, parse: parseAddress, ...(capabilities.tellsCountry === true && { countryOf: countryOfAddress }) },
    render: renderContent,
    send: ({ to, payload, ...request }) => answer(asCall({ ...request, to: [to], bytes: JSON.stringify(payload) })),
    cost: { unit: "character", units: (payload) => JSON.stringify(payload).length },
    webhook,
    ...(forbiddenPurposes && { forbiddenPurposes }),
    ...(quota && {
      quota: { endpoint: "quota", check: () => Promise.resolve().then(quota) },
      cost: { unit: "person", units: () => 1 },
    }),
    ...(limits && { limits }),
    ...(statistics && { statistics }),
    ...(evidence && { evidence }),
    ...(keyLifetimeMs !== undefined && { idempotency: { keyLifetimeMs, endpoints: ["single", "bulk"] } }),
    ...(maxRecipients !== undefined && {
      bulk: {
        endpoint: "bulk",
        maxRecipients,
        accepts: (address) => !address.startsWith("group-"),
        send: ({ payload, ...request }) => answer(asCall({ ...request, bytes: JSON.stringify(payload) })),
      },
    }),
    ...(capabilities.replyTokenLifetimeMs !== undefined && {
      reply: {
        endpoint: "reply",
        tokenLifetimeMs: capabilities.replyTokenLifetimeMs,
        longestTokenAgeMs: 20 * capabilities.replyTokenLifetimeMs,
        send: ({ payload, replyToken, ...request }) =>
          answer({ ...asCall({ ...request, to: [], bytes: JSON.stringify(payload) }), replyToken }),
      },
    }),
    ...(capabilities.looksUp === true && {
      reachability: {
        endpoint: "profile",
        canCheck: (address) => !address.startsWith("group-"),
        async check(address) {
          lookups.push(address);
          return lookupScripts.get(address)?.() ?? { reachability: "reachable", providerCode: "profile-200" };
        },
      },
    }),
    ...(reconciles && {
      reconcile: {
        endpoint: "list",
        ...reconciles,
        async find(trace) {
          traces.push(trace);
          return traceScripts.get(trace.to)?.(trace);
        },
      },
    }),
  };
  return {
    adapter,
    calls,
    callTimes,
    lookups,
    traces,
    script: (address, ...answers) => void scripts.set(address, [...answers]),
    scriptOthers: (given) => void (toOthers = given),
    scriptLookup: (address, report) => void lookupScripts.set(address, report),
    scriptTrace: (address, report) => void traceScripts.set(address, report),
    callsTo: (address) => calls.filter(({ to }) => to.includes(address)),
  };
}

/** Accepts, and names the message. */
export function accepts(...providerMessageIds: readonly string[]): Answer {
  return () => ({ evidence: "accepted", providerMessageIds, duplicate: false });
}

export function refuses(errorClass: ProviderErrorDetails["class"], details: Partial<ProviderErrorDetails> = {}): Answer {
  return () => {
    throw new ProviderError({ class: errorClass, providerCode: `code-${errorClass}`, message: "refused", ...details });
  };
}

/** What the scripted provider posts about its messages. */
export function inboundRequest(events: readonly InboundEvent[], signature = "valid"): InboundRequest {
  return {
    method: "POST",
    url: "https://example.test/v1/inbound/account",
    headers: { "x-signature": signature },
    body: new TextEncoder().encode(JSON.stringify(events)),
  };
}

const webhook: Webhook = {
  verify({ headers }) {
    if (headers["x-signature"] !== "valid") throw new SignatureError("the signature is not the provider's");
  },
  parse({ body }) {
    const events = JSON.parse(new TextDecoder().decode(body)) as (InboundEvent & { at: string })[];
    return events.map((event) => ({ ...event, at: new Date(event.at) }));
  },
};

/** The canonical form is in lower case, so that tests can tell it from what was given. */
function parseAddress(address: string): ReturnType<Adapter["address"]["parse"]> {
  return address.includes(" ")
    ? { ok: false, reason: "must not contain spaces" }
    : { ok: true, address: address.toLowerCase() };
}

function countryOfAddress(address: string): string | undefined {
  return /^([a-z]{2})-/.exec(address)?.[1]?.toUpperCase();
}

function renderContent(content: Content): RenderResult {
  if (content.type === "native") return { ok: true, payload: content.payload, endpoint: "single", lost: [] };
  if (content.type !== "text") {
    return { ok: false, problems: [{ pointer: "/type", code: "text-only", detail: "only text can be carried" }] };
  }
  return { ok: true, payload: { text: content.text }, endpoint: "single", lost: ["nothing but the colour"] };
}

function asCall(call: {
  readonly attemptId: string;
  readonly endpoint: string;
  readonly to: readonly string[];
  readonly bytes: string;
  readonly callbackUrl?: string;
  readonly validityPeriodMs?: number;
}): ScriptedCall {
  const { attemptId, endpoint, to, bytes, callbackUrl, validityPeriodMs } = call;
  return { attemptId, endpoint, to, bytes, callbackUrl, validityPeriodMs };
}
