import { createHash } from "node:crypto";
import {
  ProviderError,
  type Adapter,
  type ErrorClass,
  type EvidenceCapability,
  type InboundEvent,
  type RateLimit,
  type ReachabilityReport,
  type SendReceipt,
} from "@todoke/core";
import type { LogFiles } from "./log-files.ts";

/** What the provider does about one call. */
export interface ProviderCall {
  /** How many calls were made to this address before, in this process. */
  readonly before: number;
  /** Carries it out and notes it; under a key that was used before, nothing is carried out. */
  accept(): SendReceipt;
  /** Notes that it arrived and was not carried out, and gives what to throw. */
  refuse(errorClass: ErrorClass): ProviderError;
  /** Gives what to throw for an answer that never comes. */
  lost(): ProviderError;
}

export interface ProviderSettings {
  readonly channel: string;
  /** The kind of address. */
  readonly kind: string;
  /** Absent: no keys. */
  readonly keyLifetimeMs?: number;
  readonly evidence?: EvidenceCapability;
  readonly limit?: RateLimit;
  readonly lookUp?: (address: string) => Promise<ReachabilityReport>;
  /** Default: accepts. */
  readonly answer?: (call: ProviderCall) => SendReceipt | Promise<SendReceipt>;
}

export const receipts: EvidenceCapability = { best: "delivered", negative: true, horizonMs: 3_600_000, recallable: false };

/** A provider that notes in its ledger every call that arrives, before it answers. */
export function createProvider(settings: ProviderSettings, { ledger }: LogFiles, now: () => Date): Adapter {
  const { channel, kind, keyLifetimeMs, evidence, limit, lookUp, answer = (call) => call.accept() } = settings;
  const made = new Map<string, number>();
  return {
    specificationVersion: 1,
    provider: `${channel}-provider`,
    channel,
    address: { kind, parse: (address) => ({ ok: true, address }) },
    render: (content) =>
      content.type === "text"
        ? { ok: true, payload: { text: content.text }, endpoint: channel, lost: [] }
        : { ok: false, problems: [{ pointer: "/type", code: "text-only", detail: "only text can be carried" }] },
    async send({ to, attemptId, payload, callbackUrl }) {
      const note = (isAccepted: boolean, providerMessageIds: readonly string[]) =>
        ledger.append({
          sequence: ledger.read().length + 1,
          at: now().toISOString(),
          endpoint: channel,
          to: [to],
          ...(keyLifetimeMs !== undefined && { retryKey: attemptId }),
          ...(callbackUrl !== undefined && { callbackUrl }),
          providerMessageIds,
          payloadHash: createHash("sha256").update(JSON.stringify(payload)).digest("hex"),
          accepted: isAccepted,
        });
      const before = made.get(to) ?? 0;
      made.set(to, before + 1);
      return answer({
        before,
        accept() {
          const first = keyLifetimeMs === undefined ? undefined : ledger.read().find((entry) => entry.retryKey === attemptId && entry.accepted === true);
          const providerMessageIds = first?.providerMessageIds ?? [`${channel}-${ledger.read().length + 1}`];
          note(first === undefined, providerMessageIds);
          return { evidence: "accepted", providerMessageIds, duplicate: first !== undefined };
        },
        refuse(errorClass) {
          note(false, []);
          return errorOf(errorClass);
        },
        lost: () => errorOf("ambiguous"),
      });
    },
    webhook: { verify() {}, parse: ({ body }) => parseEvents(body) },
    ...(keyLifetimeMs !== undefined && { idempotency: { keyLifetimeMs, endpoints: [channel] } }),
    ...(evidence && { evidence }),
    ...(limit && { limits: { [channel]: limit } }),
    ...(lookUp && { reachability: { endpoint: "profile", canCheck: () => true, check: lookUp } }),
  };
}

function errorOf(errorClass: ErrorClass): ProviderError {
  return new ProviderError({ class: errorClass, providerCode: errorClass, message: "it was not to be" });
}

function parseEvents(body: Uint8Array): InboundEvent[] {
  const events = JSON.parse(new TextDecoder().decode(body)) as (InboundEvent & { at: string })[];
  return events.map((event) => ({ ...event, at: new Date(event.at) }));
}
