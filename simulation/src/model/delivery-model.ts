import { evidenceRank, type AttemptEvidence, type DeliveryOutcome, type DeliveryStatus, type MessageStatus, type OnUnknown } from "@todoke/core";
import { horizonMs, type HeldAnswer, type HeldReport } from "./held-channel.ts";

const hourMs = 3_600_000;

/** The plan that the model knows: two channels that prove delivery, without keys. */
export const modelPlan = { switchAfterMs: 2 * hourMs, unknownHoldMs: hourMs, lastStep: 1 } as const;

export interface ModelAttempt {
  readonly step: number;
  readonly startedAtMs: number;
  evidence: AttemptEvidence;
  /** Somebody still waits for the provider's answer. */
  isCalling: boolean;
  /** What it meant for the delivery has been decided. */
  isSettled: boolean;
}

/** A call as the provider saw it. */
export interface SeenCall {
  readonly step: number;
  readonly atMs: number;
}

/**
 * What shall become of one message to one person, in plain words: the rules of docs/delivery-semantics.md without
 * database, claims, batches or loops.
 */
export class DeliveryModel {
  readonly attempts: ModelAttempt[] = [];
  readonly onUnknown: OnUnknown;
  messageStatus: MessageStatus;
  status: DeliveryStatus;
  step = 0;
  outcome: DeliveryOutcome | undefined;
  succeeded: boolean | undefined;
  duplicateContact = false;
  possibleDuplicate = false;
  /** When it is released. */
  sendAtMs: number;
  /** When it expires. */
  validUntilMs: number;
  #stepStartedAtMs: number | undefined;
  /** The best word that its decisions were made on. */
  #evidence: AttemptEvidence | undefined;
  /** Until when more is awaited. */
  #waitsUntilMs = Number.POSITIVE_INFINITY;
  /** What the delivery's decisions were about, in their order. */
  readonly #decidedOn: ModelAttempt[] = [];
  /** Up to when everything was done. */
  #clockMs: number;

  constructor(onUnknown: OnUnknown, nowMs: number, sendAtMs: number, validUntilMs: number) {
    this.onUnknown = onUnknown;
    this.#clockMs = nowMs;
    this.sendAtMs = sendAtMs;
    this.validUntilMs = validUntilMs;
    const isScheduled = sendAtMs > nowMs;
    this.messageStatus = isScheduled ? "scheduled" : "sending";
    this.status = isScheduled ? "scheduled" : "pending";
  }

  get hasBegun(): boolean {
    return this.status !== "scheduled";
  }

  get calling(): ModelAttempt | undefined {
    return this.attempts.find(({ isCalling }) => isCalling);
  }

  /** Moments at which something becomes due. */
  get dueMs(): readonly number[] {
    const unknown = this.#unknown;
    return [
      ...(this.status === "scheduled" ? [this.sendAtMs] : []),
      ...(this.status === "waiting" ? [this.#waitsUntilMs] : []),
      ...(unknown ? [this.#holdEndsMs(unknown)] : []),
      ...(this.status === "final" ? [] : [this.validUntilMs]),
    ];
  }

  answer(attempt: ModelAttempt, answer: HeldAnswer, nowMs: number): void {
    attempt.isCalling = false;
    // A report that came first has said more than the answer can.
    if (attempt.evidence !== "sending") return;
    attempt.evidence = { accepted: "accepted", refused: "failed", lost: "unknown" }[answer] as AttemptEvidence;
    if (answer !== "lost") this.#decide(attempt, nowMs);
  }

  /** Whoever was waiting for an answer is dead. */
  crash(): void {
    for (const attempt of this.attempts.filter(({ isCalling }) => isCalling)) {
      attempt.isCalling = false;
      if (attempt.evidence === "sending") attempt.evidence = "unknown";
    }
  }

  report(attempt: ModelAttempt, evidence: HeldReport, nowMs: number): void {
    if (evidenceRank(evidence) <= evidenceRank(attempt.evidence)) return;
    const wasOpen = attempt.evidence === "sending" || attempt.evidence === "unknown";
    attempt.evidence = evidence;
    const succeeds = evidence === "delivered" || evidence === "read";
    if (this.status === "final") {
      if (succeeds) this.#noteLateSuccess(attempt, evidence);
      return;
    }
    if (succeeds) {
      attempt.isSettled = true;
      this.step = attempt.step;
      this.#finish(evidence, true);
      return;
    }
    const isAlone = this.#decidedOn.includes(attempt) ? !wasOpen && this.#decidedOn.at(-1) === attempt && this.step === attempt.step : wasOpen;
    if (isAlone) this.#decide(attempt, nowMs);
  }

  pause(): void {
    if (this.messageStatus === "scheduled" || this.messageStatus === "sending") this.messageStatus = "paused";
  }

  resume(nowMs: number): void {
    if (this.messageStatus !== "paused") return;
    this.messageStatus = this.status === "scheduled" && this.sendAtMs > nowMs ? "scheduled" : "sending";
    if (this.status === "held" || (this.status === "scheduled" && this.messageStatus === "sending")) this.status = "pending";
  }

  reschedule(sendAtMs: number): void {
    this.sendAtMs = sendAtMs;
  }

  cancel(): void {
    if (this.messageStatus === "completed") return;
    this.messageStatus = "cancelled";
    this.#cancelDelivery();
  }

  cancelDelivery(): void {
    this.#cancelDelivery();
    this.#complete();
  }

  /**
   * Does what has become due up to `nowMs`, each thing at its moment. `nextCall` gives the call that must have been made; it
   * throws where none was.
   */
  advance(nowMs: number, nextCall: (step: number) => SeenCall): void {
    for (;;) {
      while (this.#doDue(this.#clockMs, nextCall));
      const coming = this.dueMs.filter((dueMs) => dueMs > this.#clockMs && dueMs <= nowMs);
      if (coming.length === 0) break;
      this.#clockMs = Math.min(...coming);
    }
    this.#clockMs = nowMs;
  }

  #doDue(nowMs: number, nextCall: (step: number) => SeenCall): boolean {
    if (this.status === "final") return false;
    const unknown = this.#unknown;
    if (unknown !== undefined) return this.#holdEndsMs(unknown) <= nowMs && this.#giveUpWaiting(unknown, nowMs);
    if (this.status === "scheduled") return this.#release(nowMs);
    if (this.status === "waiting") return this.#waitsUntilMs <= nowMs && this.#endWait(nowMs);
    if (this.status === "pending" || this.status === "held") return this.#goOn(nowMs, nextCall);
    return false;
  }

  #release(nowMs: number): boolean {
    const isDue = this.messageStatus === "paused" ? this.validUntilMs <= nowMs : this.sendAtMs <= nowMs;
    if (!isDue) return false;
    if (this.messageStatus === "scheduled") this.messageStatus = "sending";
    this.status = "pending";
    return true;
  }

  /** It is its turn on this step. */
  #goOn(nowMs: number, nextCall: (step: number) => SeenCall): boolean {
    if (this.messageStatus === "cancelled") return this.#closeCancelled();
    if (nowMs >= this.validUntilMs) return this.#finish(wordOf(this.#evidence) ?? "expired", false);
    if (this.#hasLaterStep && this.#stepStartedAtMs !== undefined && nowMs >= this.#stepEndsMs) return this.#switch();
    if (this.messageStatus === "paused") {
      this.status = "held";
      return false;
    }
    const { atMs } = nextCall(this.step);
    this.#stepStartedAtMs ??= atMs;
    this.attempts.push({ step: this.step, startedAtMs: atMs, evidence: "sending", isCalling: true, isSettled: false });
    this.status = "sending";
    return true;
  }

  #endWait(nowMs: number): boolean {
    if (this.messageStatus === "cancelled" && this.#hasLaterStep) return this.#closeCancelled();
    return this.#hasLaterStep && nowMs < this.validUntilMs ? this.#switch() : this.#finish(wordOf(this.#evidence)!, false);
  }

  /** A lost answer that nothing explained in time. */
  #giveUpWaiting(attempt: ModelAttempt, nowMs: number): boolean {
    this.#settle(attempt);
    const isValid = nowMs < this.validUntilMs;
    if (this.onUnknown === "resend" && isValid) {
      this.possibleDuplicate = true;
      this.status = "pending";
      return true;
    }
    if (this.onUnknown === "switch" && isValid && this.#hasLaterStep) {
      this.possibleDuplicate = true;
      return this.#switch();
    }
    return this.#finish("unknown", false);
  }

  /** The provider's word on the attempt that is under way, short of success. */
  #decide(attempt: ModelAttempt, nowMs: number): void {
    // An earlier step has succeeded meanwhile.
    if (this.status === "final") return;
    this.#settle(attempt);
    if (attempt.evidence === "failed") {
      if (this.#hasLaterStep && nowMs < this.validUntilMs) this.#switch();
      else this.#finish("failed", false);
      return;
    }
    if (this.status === "waiting") return;
    this.status = "waiting";
    this.#waitsUntilMs = this.#hasLaterStep ? this.#stepEndsMs : Math.min(nowMs + horizonMs, this.validUntilMs);
  }

  #noteLateSuccess(attempt: ModelAttempt, evidence: "delivered" | "read"): void {
    if (this.succeeded === true) {
      if (this.step !== attempt.step) this.duplicateContact = true;
      return;
    }
    this.step = attempt.step;
    this.outcome = evidence;
    this.succeeded = true;
  }

  #cancelDelivery(): void {
    const isOpen = this.#unknown !== undefined || this.attempts.some(({ evidence }) => evidence === "sending");
    const mayStillSend = this.status !== "waiting" || this.#hasLaterStep;
    if (this.status !== "final" && !isOpen && mayStillSend) this.#closeCancelled();
  }

  /** What may have reached the person already has the last word. */
  #closeCancelled(): boolean {
    return this.#finish(this.#evidence === "failed" ? "cancelled" : (wordOf(this.#evidence) ?? "cancelled"), false);
  }

  #switch(): boolean {
    this.step += 1;
    this.#stepStartedAtMs = undefined;
    this.status = "pending";
    return true;
  }

  #finish(outcome: DeliveryOutcome, succeeded: boolean): boolean {
    this.status = "final";
    this.outcome = outcome;
    this.succeeded = succeeded;
    this.#complete();
    return true;
  }

  #complete(): void {
    if (this.status === "final" && this.messageStatus !== "cancelled") this.messageStatus = "completed";
  }

  #settle(attempt: ModelAttempt): void {
    attempt.isSettled = true;
    this.#evidence = attempt.evidence;
    if (!this.#decidedOn.includes(attempt)) this.#decidedOn.push(attempt);
  }

  /** The attempt whose answer was lost, while nothing is decided about it. */
  get #unknown(): ModelAttempt | undefined {
    return this.attempts.find(({ evidence, isSettled }) => evidence === "unknown" && !isSettled);
  }

  #holdEndsMs({ startedAtMs }: ModelAttempt): number {
    return Math.min(startedAtMs + modelPlan.unknownHoldMs, this.validUntilMs);
  }

  get #stepEndsMs(): number {
    return Math.min(this.#stepStartedAtMs! + modelPlan.switchAfterMs, this.validUntilMs);
  }

  get #hasLaterStep(): boolean {
    return this.step < modelPlan.lastStep;
  }
}

/** An attempt whose call was about to be made says nothing of the delivery. */
function wordOf(evidence: AttemptEvidence | undefined): DeliveryOutcome | undefined {
  return evidence === "sending" ? undefined : evidence;
}
