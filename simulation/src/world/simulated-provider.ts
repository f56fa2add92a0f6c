import { createHash } from "node:crypto";
import {
  ProviderError,
  type AttemptTrace,
  type BulkRequest,
  type CallOptions,
  type EvidenceEvent,
  type EvidenceReport,
  type ReachabilityReport,
  type SendReceipt,
} from "@todoke/core";
import type { LedgerRecord } from "@todoke/invariants";
import type { Chance } from "../chance.ts";
import type { VirtualTime } from "../time/virtual-time.ts";
import type { ChannelRules, PlannedReport } from "./channel-rules.ts";
import { numberIn, type Person } from "./person.ts";
import type { Fault, Weather } from "./weather.ts";

/** A call, to one person or to many. */
export type ProviderCall = Pick<BulkRequest, "attemptId" | "endpoint" | "to" | "payload" | "callbackUrl">;

/** What the provider keeps of a message that it took. */
interface TakenMessage {
  readonly providerMessageId: string;
  readonly to: string;
  readonly bytes: string;
  readonly takenAtMs: number;
  readonly reports: readonly PlannedReport[];
}

export interface ProviderWorld {
  readonly time: VirtualTime;
  readonly people: readonly Person[];
  readonly weather: Weather;
  readonly chance: Chance;
  /** What all providers took, in order. */
  readonly ledger: LedgerRecord[];
  /** Brings an event to the engine, as far as that is there. */
  post(accountId: string, event: EvidenceEvent): void;
}

/** Of calls that take long, the answer is on its way for long: rates are counted where calls arrive. In milliseconds. */
const longestWayMs = 20;

/** One provider's channel: it takes calls, loses answers, keeps a ledger, and sends word of what became of messages. */
export class SimulatedProvider {
  readonly #world: ProviderWorld;
  readonly #rules: ChannelRules;
  readonly #taken = new Map<string, TakenMessage>();
  readonly #takenFor = new Map<string, TakenMessage[]>();
  /** By key: what was answered. Kept for longer than the simulation lasts. */
  readonly #keys = new Map<string, readonly string[]>();

  constructor(world: ProviderWorld, rules: ChannelRules) {
    this.#world = world;
    this.#rules = rules;
  }

  /** Carries the call out soon after it was made, whoever still waits for the answer. */
  async call(call: ProviderCall, { timeoutMs }: CallOptions): Promise<SendReceipt> {
    const { time, weather } = this.#world;
    const takesMs = weather.callTakesMs();
    const fault = weather.faultAt(time.nowMs);
    const carriedOut = Promise.withResolvers<SendReceipt>();
    carriedOut.promise.catch(() => undefined);
    time.at(time.nowMs + Math.min(takesMs / 2, longestWayMs), () => {
      try {
        if (fault !== undefined && fault !== "answer-lost") throw refusalOf[fault]();
        carriedOut.resolve(this.#carryOut(call));
      } catch (error) {
        carriedOut.reject(error as Error);
      }
    });
    const isSilent = fault === "answer-lost" || fault === "call-lost";
    await time.afterInThisLife(isSilent ? timeoutMs : takesMs);
    if (isSilent) throw refusalOf[fault]();
    return carriedOut.promise;
  }

  async lookUp(address: string): Promise<ReachabilityReport> {
    const { time, weather, people } = this.#world;
    const fault = weather.faultAt(time.nowMs);
    await time.afterInThisLife(weather.callTakesMs());
    if (fault !== undefined) throw refusalOf[fault]();
    return people[numberIn(address)]!.lineFriendship === "friend"
      ? { reachability: "reachable", providerCode: "profile-200" }
      : { reachability: "unreachable", providerCode: "profile-404" };
  }

  /** What the provider's own list of messages tells of an attempt. */
  async find(trace: AttemptTrace): Promise<EvidenceReport | undefined> {
    const { to, payload, startedAt, providerMessageIds } = trace;
    const { time, weather } = this.#world;
    await time.afterInThisLife(weather.callTakesMs());
    const [id] = providerMessageIds;
    const known = id === undefined ? undefined : this.#taken.get(id);
    if (known !== undefined) return this.#standOf(known);
    const bytes = JSON.stringify(payload);
    for (const message of this.#takenFor.get(to) ?? []) {
      const isOfThen = message.bytes === bytes && message.takenAtMs >= startedAt.getTime();
      if (isOfThen && !(await trace.isTaken(message.providerMessageId))) return this.#standOf(message);
    }
    return undefined;
  }

  #standOf({ providerMessageId, takenAtMs, reports }: TakenMessage): EvidenceReport {
    const { time } = this.#world;
    const last = reports.filter(({ afterMs }) => takenAtMs + afterMs <= time.nowMs).at(-1);
    if (last === undefined) return { evidence: "accepted", providerMessageId, at: new Date(takenAtMs) };
    const { evidence, errorClass, providerCode, afterMs } = last;
    return { evidence, providerMessageId, providerCode, ...(errorClass && { errorClass }), at: new Date(takenAtMs + afterMs) };
  }

  #carryOut(call: ProviderCall): SendReceipt {
    const known = this.#keys.get(call.attemptId);
    if (known !== undefined) {
      this.#note(call, known, false);
      return { evidence: "accepted", providerMessageIds: known, duplicate: true };
    }
    const refused = call.to.findIndex((address) => this.#rules.refusal(this.#personAt(address)) !== undefined);
    if (refused !== -1) throw this.#refusal(call, refused);
    const providerMessageIds = call.to.map((address) => this.#take(call, address));
    if (this.#rules.isKeyed) this.#keys.set(call.attemptId, providerMessageIds);
    this.#note(call, providerMessageIds, true);
    return { evidence: "accepted", providerMessageIds, duplicate: false };
  }

  #refusal({ to }: ProviderCall, index: number): ProviderError {
    const providerCode = this.#rules.refusal(this.#personAt(to[index]!))!;
    const failedIndex = to.length > 1 ? { failedIndex: index } : {};
    return new ProviderError({ class: "recipient", providerCode, message: "there is nobody at this address", ...failedIndex });
  }

  /** Gives the provider's name for the message. */
  #take(call: ProviderCall, address: string): string {
    const { time, chance } = this.#world;
    const person = this.#personAt(address);
    const providerMessageId = `${this.#rules.channel}-${this.#taken.size + 1}`;
    const reports = this.#rules.reports(person, time.nowMs, chance);
    const message = { providerMessageId, to: address, bytes: JSON.stringify(call.payload), takenAtMs: time.nowMs, reports };
    this.#taken.set(providerMessageId, message);
    const before = this.#takenFor.get(address);
    if (before === undefined) this.#takenFor.set(address, [message]);
    else before.push(message);
    this.#announce(call, message, person);
    return providerMessageId;
  }

  /** Posts the reports, as far as they come back and when. */
  #announce(call: ProviderCall, message: TakenMessage, { receipts }: Person): void {
    const { time, chance } = this.#world;
    if (receipts === "never") return;
    for (const [index, report] of message.reports.entries()) {
      const event = this.#eventOf(call, message, report);
      const happensAtMs = message.takenAtMs + report.afterMs;
      const isFirst = index === 0 && message.reports.length > 1;
      const delayMs = receipts === "late" || (receipts === "out-of-order" && isFirst) ? chance.whole(60_000, 6 * 3_600_000) : 0;
      // A receipt may overtake the answer to the call.
      const postAtMs = receipts === "out-of-order" && !isFirst && report.afterMs < 10_000 ? message.takenAtMs : happensAtMs + delayMs;
      time.at(postAtMs, () => this.#world.post(this.#rules.accountId, event));
      if (receipts === "twice") time.at(postAtMs + chance.whole(0, 90_000), () => this.#world.post(this.#rules.accountId, event));
    }
  }

  #eventOf(call: ProviderCall, { providerMessageId, takenAtMs }: TakenMessage, report: PlannedReport): EvidenceEvent {
    const { evidence, errorClass, providerCode, afterMs } = report;
    const callbackToken = new URL(call.callbackUrl ?? "none:").searchParams.get("attempt");
    return {
      type: "evidence",
      eventId: `${providerMessageId}:${evidence}`,
      correlation: this.#rules.tags ? { attemptId: call.attemptId } : { ...(callbackToken !== null && { callbackToken }), providerMessageId },
      evidence,
      providerMessageId,
      ...(errorClass && { errorClass }),
      providerCode,
      at: new Date(takenAtMs + afterMs),
    };
  }

  #note({ attemptId, endpoint, to, payload, callbackUrl }: ProviderCall, providerMessageIds: readonly string[], accepted: boolean): void {
    const { ledger, time } = this.#world;
    ledger.push({
      sequence: ledger.length,
      at: time.now().toISOString(),
      endpoint,
      to,
      providerMessageIds,
      payloadHash: createHash("sha256").update(JSON.stringify(payload)).digest("hex"),
      accepted,
      ...(this.#rules.isKeyed && { retryKey: attemptId }),
      ...(this.#rules.tags && { deliveryTag: attemptId.replaceAll("-", "") }),
      ...(callbackUrl !== undefined && { callbackUrl }),
    });
  }

  #personAt(address: string): Person {
    return this.#world.people[numberIn(address)]!;
  }
}

const refusalOf: Readonly<Record<Fault, () => ProviderError>> = {
  "answer-lost": lost,
  "call-lost": lost,
  throttled: () => new ProviderError({ class: "throttled", providerCode: "http-429", retryAfterMs: 2_000, message: "too many calls" }),
  unavailable: () => new ProviderError({ class: "unavailable", providerCode: "http-503", message: "the provider is down" }),
};

function lost(): ProviderError {
  return new ProviderError({ class: "ambiguous", providerCode: "timeout", message: "no answer came in time" });
}
