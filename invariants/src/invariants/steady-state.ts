import { contradict, meets, rankOf, strongest } from "../evidence-chain.ts";
import type { Found, Invariant } from "../invariant.ts";
import type { DeliveryWithAttempts, RecordIndex, Word } from "../record-index.ts";
import type { AttemptRecord, DeliveryRecord, MessageRecord } from "../records.ts";
import type { InvariantSettings } from "../settings.ts";
import { deliveryId, iso } from "../subjects.ts";

/** I6. */
export const steadyState: Invariant = {
  id: "I6",
  name: "only upwards, closed once",
  explanation: "An attempt stands at the strongest word of its provider; a delivery is closed by one decision, and changes only to success.",
  async check(index, settings, found) {
    const words = await index.words();
    const looked = await checkAttempts(index, words, found);
    const messages = await index.messages();
    let deliveries = 0;
    for await (const one of index.deliveries()) {
      deliveries += 1;
      const message = messages.get(one.delivery.messageId);
      if (message === undefined) continue;
      checkClosing(one.delivery, found);
      checkSteps(one, settings, found);
      if (!message.isToAudience) checkSuccess(message, one, words, found);
    }
    return looked + deliveries;
  },
};

type Words = ReadonlyMap<string, readonly Word[]>;

async function checkAttempts(index: RecordIndex, words: Words, found: Found): Promise<number> {
  const attempts = await index.attempts();
  for (const { id, evidence, contradicted } of attempts.values()) {
    const said = (words.get(id) ?? []).map((word) => word.evidence);
    const best = strongest(said);
    if (best === undefined ? rankOf(evidence) > rankOf("unknown") : evidence !== best) {
      found(id, `stands at ${evidence}, and the strongest word of its provider is ${best ?? "none"}`);
    }
    if (contradict(said) !== contradicted) found(id, contradicted ? "is called contradicted, and is not" : "is contradicted, and not called so");
  }
  return attempts.size;
}

function checkClosing(delivery: DeliveryRecord, found: Found): void {
  const { status, outcome, succeeded, closedAt } = delivery;
  const isFinal = status === "final";
  const facts = { outcome, "word on its success": succeeded, "time of closing": closedAt };
  for (const [name, value] of Object.entries(facts)) {
    if ((value !== null) !== isFinal) found(deliveryId(delivery), `is ${status} ${isFinal ? "without" : "with"} ${name}`);
  }
}

/** Steps follow each other, each is left once, and none begins when the delivery is closed. */
function checkSteps({ delivery, attempts }: DeliveryWithAttempts, { slackMs }: InvariantSettings, found: Found): void {
  const subject = deliveryId(delivery);
  let left = -1;
  for (const { fromStep, toStep } of delivery.switches) {
    if (fromStep <= left) found(subject, `step ${fromStep} was left twice`);
    if (toStep !== fromStep + 1) found(subject, `went from step ${fromStep} to step ${toStep}`);
    left = Math.max(left, fromStep);
  }
  let last: AttemptRecord | undefined;
  for (const attempt of attempts) {
    if (last !== undefined && attempt.step < last.step) found(subject, `${attempt.id} of step ${attempt.step} began after ${last.id} of step ${last.step}`);
    if (delivery.closedAt !== null && attempt.startedAt.getTime() > delivery.closedAt.getTime() + slackMs) {
      found(subject, `${attempt.id} began at ${iso(attempt.startedAt)}, and it was closed at ${iso(delivery.closedAt)}`);
    }
    last = attempt;
  }
}

/** The outcome says what the attempts say. */
function checkSuccess({ succeedOn }: MessageRecord, { delivery, attempts }: DeliveryWithAttempts, words: Words, found: Found): void {
  const subject = deliveryId(delivery);
  const successes = attempts.filter(({ id, step }) =>
    (words.get(id) ?? []).some(({ evidence }) => meets(evidence, succeedOn[step] ?? "read")));
  const first = successes[0];
  if (delivery.status !== "final") {
    if (first !== undefined) found(subject, `is ${delivery.status}, and ${first.id} has succeeded`);
    return;
  }
  if (delivery.succeeded === true && first === undefined) found(subject, `is ${delivery.outcome}, and none of its attempts succeeded`);
  if (delivery.succeeded === false && first !== undefined) found(subject, `is ${delivery.outcome}, and ${first.id} has succeeded`);
  const isTwice = new Set(successes.map(({ step }) => step)).size > 1;
  if (isTwice !== delivery.duplicateContact) {
    found(subject, isTwice ? "two of its steps reached the person, and it is not called a duplicate contact" : "is called a duplicate contact, and only one of its steps succeeded");
  }
}
