import { describe, expect, it } from "vitest";
import { checkInvariants } from "./check-invariants.ts";
import { allInvariants } from "./invariants/all-invariants.ts";
import type { ClientRecord } from "./log-records.ts";
import type { MessageCounters, Records } from "./records.ts";
import type { InvariantSettings } from "./settings.ts";
import { at, attempt, message, messageId, moment, push, sms, smsAttempt, soundRecords, type SoundRecords } from "./testing/sound-records.ts";

/** What is changed about records that are sound, and what must be found then. */
interface Broken {
  readonly what: string;
  readonly change: (sound: SoundRecords) => Partial<Records>;
  readonly settings?: Partial<InvariantSettings>;
  readonly finds: RegExp;
}

/** The same where nothing must be found: the promise is not wider than it says. */
type Sound = Omit<Broken, "finds">;

const counters = (changes: Partial<MessageCounters>) => [message({ counters: { ...message().counters, ...changes } })];
const replaced = <Item>(items: readonly Item[], place: number, changes: Partial<Item>) =>
  items.map((item, index) => (index === place ? { ...item, ...changes } : item));
const told = (...entries: readonly Partial<ClientRecord>[]) =>
  entries.map((entry) => ({ askedAt: at(0), messageId, ...entry }) as ClientRecord);

const tokyoMorning = { days: ["SATURDAY"], from: "09:00", to: "20:00", timeZone: "recipient", fallbackTimeZone: "Asia/Tokyo" };

const broken: Readonly<Record<string, readonly Broken[]>> = {
  I1: [
    { what: "a message that was accepted is gone", change: () => ({ messages: [], deliveries: [], attempts: [] }), finds: /is not there/ },
    { what: "a row is missing", change: ({ deliveries }) => ({ deliveries: deliveries.slice(0, 2) }), finds: /3 recipients, and 2 deliveries/ },
    { what: "fewer recipients than were acknowledged", change: () => ({ client: told({ type: "accepted", at: at(1), recipients: 4 }) }), finds: /accepted with 4 recipients/ },
    { what: "nothing looks at a delivery", change: ({ deliveries }) => ({ deliveries: replaced(deliveries, 2, { dueAt: null }) }), finds: /nothing will ever look/ },
    { what: "nobody looked in time", change: ({ deliveries }) => ({ deliveries: replaced(deliveries, 2, { dueAt: moment(-20) }) }), finds: /80 s ago/ },
    { what: "one is open when all should be over", change: () => ({}), settings: { isOver: true }, finds: /should be over/ },
  ],
  I2: [
    { what: "a call without an attempt", change: ({ ledger }) => ({ ledger: [...ledger, push(4, "nobody")] }), finds: /no attempt accounts/ },
    { what: "a keyed call that was accepted twice", change: ({ ledger }) => ({ ledger: [...ledger, push(4, "a")] }), finds: /accepted 2 times/ },
    { what: "an acceptance that the provider does not know", change: ({ ledger }) => ({ ledger: ledger.slice(1) }), finds: /no provider accepted it/ },
    {
      what: "a second SMS without a mark",
      change: ({ attempts, ledger }) => ({ attempts: [...attempts, smsAttempt("e", 2, { startedAt: moment(20) })], ledger: [...ledger, sms(4, "e")] }),
      finds: /e repeats d on sms and is not marked/,
    },
    { what: "an acceptance that is kept as a refusal", change: ({ ledger }) => ({ ledger: [...ledger, push(4, "b")] }), finds: /b: was accepted, and its answer/ },
    {
      what: "a mark on the attempt alone",
      change: ({ attempts }) => ({ attempts: replaced(attempts, 3, { possibleDuplicate: true }) }),
      finds: /the delivery is not/,
    },
  ],
  I3: [
    { what: "other bytes under a key", change: ({ ledger }) => ({ ledger: [...ledger, push(4, "a", { accepted: false, payloadHash: "0ff" })] }), finds: /2 different calls/ },
    { what: "other people under a key", change: ({ ledger }) => ({ ledger: [...ledger, push(4, "a", { accepted: false, to: ["u-9"] })] }), finds: /2 different calls/ },
    {
      what: "a key that is a day old",
      change: ({ ledger }) => ({ ledger: [...ledger, push(4, "a", { accepted: false, at: at(24 * 3_600) })], messages: [message({ validUntil: moment(90_000) })] }),
      finds: /and again at 2026-11-22/,
    },
    { what: "one token for two attempts", change: ({ attempts }) => ({ attempts: replaced(attempts, 3, { callbackToken: "token-c" }) }), finds: /same callback token as c/ },
  ],
  I4: [
    { what: "sent before its time", change: () => ({ client: told({ type: "accepted", at: at(1), recipients: 3, sendAt: at(600) }) }), finds: /not before 2026-11-21T12:10/ },
    { what: "sent before a later time that it was moved to", change: () => ({ client: told({ type: "accepted", at: at(0), sendAt: at(0) }, { type: "rescheduled", at: at(2), sendAt: at(600) }) }), finds: /began at .*not before/ },
    { what: "sent after its end", change: ({ ledger }) => ({ ledger: replaced(ledger, 0, { at: at(3_700) }) }), finds: /it had expired/ },
    { what: "sent at the moment of its end", change: () => ({ messages: [message({ validUntil: moment(2) })] }), settings: { slackMs: 0 }, finds: /it had expired/ },
    {
      what: "sent after the validity of its own release",
      change: ({ attempts }) => ({
        messages: [message({ sendingSpeedLimit: { amount: 1, perMs: 1_000 }, validityPeriodMs: 2_000, validUntil: moment(9_999) })],
        attempts: attempts.map((one) => ({ ...one, releasedAt: moment(-2) })),
      }),
      finds: /it had expired at 2026-11-21T12:00:00/,
    },
    { what: "sent after the end that its caller set", change: () => ({ client: told({ type: "accepted", at: at(1), expiresAt: at(3) }) }), finds: /it had expired/ },
    { what: "begun after it was cancelled", change: () => ({ client: told({ type: "cancelled", at: at(2), number: 1 }) }), finds: /it was cancelled at/ },
    { what: "accepted, and its outcome is cancelled", change: ({ deliveries }) => ({ deliveries: replaced(deliveries, 0, { outcome: "cancelled" }) }), finds: /its outcome is cancelled/ },
    { what: "begun while paused", change: () => ({ client: told({ type: "paused", at: at(2) }, { type: "resumed", askedAt: at(7), at: at(8) }) }), finds: /it was paused at/ },
    { what: "outside of its window, in the recipient's zone", change: () => ({ messages: [message({ deliveryTimeWindow: tokyoMorning })] }), finds: /outside of its window/ },
    { what: "called before its attempt began", change: ({ ledger }) => ({ ledger: replaced(ledger, 1, { at: at(2) }) }), finds: /its attempt began/ },
  ],
  I5: [
    {
      what: "more calls in a second than allowed",
      change: () => ({}),
      settings: { rates: [{ endpoint: "sms-create", requests: 1, perMs: 1_000 }], rateTolerance: 0 },
      finds: /2 calls in 1000 ms/,
    },
    {
      what: "more recipients released than its speed lets go",
      change: ({ deliveries }) => ({
        messages: [message({ sendingSpeedLimit: { amount: 1, perMs: 10_000 } })],
        deliveries: deliveries.map((one) => ({ ...one, releasedAt: moment(1) })),
      }),
      settings: { slackMs: 0 },
      finds: /3 of its recipients were released in 10000 ms/,
    },
  ],
  I6: [
    { what: "a receipt that was ignored", change: ({ attempts }) => ({ attempts: replaced(attempts, 2, { evidence: "accepted" }) }), finds: /strongest word of its provider is delivered/ },
    { what: "a word that nobody said", change: ({ attempts }) => ({ attempts: replaced(attempts, 3, { evidence: "read" }) }), finds: /stands at read/ },
    {
      what: "a contradiction that is not named",
      change: ({ evidence }) => ({ evidence: [...(evidence as readonly never[]), { accountId: "twilio", eventId: "c:failed", attemptId: "c", evidence: "failed", receivedAt: moment(9) }] }),
      finds: /c: is contradicted/,
    },
    { what: "closed without an outcome", change: ({ deliveries }) => ({ deliveries: replaced(deliveries, 0, { outcome: null }) }), finds: /is final without outcome/ },
    { what: "open with an outcome", change: ({ deliveries }) => ({ deliveries: replaced(deliveries, 2, { outcome: "sent" }) }), finds: /is waiting with outcome/ },
    { what: "a success that does not count", change: ({ deliveries }) => ({ deliveries: replaced(deliveries, 0, { succeeded: false }) }), finds: /a has succeeded/ },
    { what: "a success without an attempt", change: ({ attempts }) => ({ attempts: attempts.slice(1) }), finds: /none of its attempts succeeded/ },
    { what: "a step left twice", change: ({ deliveries }) => ({ deliveries: replaced(deliveries, 1, { switches: [{ fromStep: 0, toStep: 1 }, { fromStep: 0, toStep: 1 }] }) }), finds: /step 0 was left twice/ },
    { what: "a step passed over", change: ({ deliveries }) => ({ deliveries: replaced(deliveries, 1, { switches: [{ fromStep: 0, toStep: 2 }] }) }), finds: /from step 0 to step 2/ },
    { what: "back to an earlier step", change: ({ attempts }) => ({ attempts: replaced(attempts, 1, { startedAt: moment(30) }) }), finds: /of step 0 began after/ },
    { what: "begun after it was closed", change: ({ attempts }) => ({ attempts: [...attempts, smsAttempt("e", 1, { startedAt: moment(30), possibleDuplicate: true })] }), finds: /it was closed at/ },
    {
      what: "two steps that succeeded, and no duplicate contact",
      change: ({ attempts }) => ({ attempts: replaced(attempts, 1, { evidence: "accepted", answer: "accepted" }) }),
      finds: /not called a duplicate contact/,
    },
  ],
  I7: [
    { what: "an event that is not kept", change: () => ({ inboundEvents: [] }), finds: /was taken, and is not kept/ },
    {
      what: "an event that is kept twice",
      change: () => ({ inboundEvents: [1, 2].map((number) => ({ id: `evt_${number}`, accountId: "line", providerEventId: "e1", position: number })) }),
      finds: /is kept 2 times/,
    },
    {
      what: "an event under a name that nobody gave it",
      change: ({ evidence }) => ({ evidence: [...(evidence as readonly never[]), { accountId: "twilio", eventId: "x", attemptId: "d", evidence: "sent", receivedAt: moment(8) }] }),
      finds: /nobody posted it/,
    },
    {
      what: "a gap in the positions",
      change: () => ({ callbacks: [], inboundEvents: [4, 6].map((position) => ({ id: `evt_${position}`, accountId: "line", providerEventId: `e${position}`, position })) }),
      finds: /position 6: follows on position 4/,
    },
    { what: "an outcome that was never reported", change: () => ({ reports: [] }), finds: /never reported/ },
    { what: "a gap in the reports", change: () => ({ reports: [{ at: at(9), deliveryId: "dlv_1", sequence: 2, isFinal: true }] }), finds: /1 reports arrived, and the last has number 2/ },
  ],
  I8: [
    { what: "a counter that differs", change: () => ({ messages: counters({ waiting: 0, pending: 1 }) }), finds: /waiting deliveries is 0, and there are 1/ },
    { what: "a counter below zero", change: () => ({ messages: counters({ scheduled: 1, pending: -1 }) }), finds: /counter of pending is -1/ },
    { what: "counters that do not add up", change: () => ({ messages: counters({ recipients: 4 }) }), finds: /counter of recipients is 4, and there are 3/ },
    { what: "an outcome counted twice", change: () => ({ messages: [message({ outcomes: replaced(message().outcomes, 0, { count: 2 }) })] }), finds: /outcomes accepted, succeeded, line is 2/ },
    { what: "a duplicate that is not counted", change: ({ deliveries }) => ({ deliveries: replaced(deliveries, 2, { possibleDuplicate: true }) }), finds: /possible duplicates is 0/ },
    { what: "completed with one open", change: () => ({ messages: [message({ status: "completed", completedAt: moment(9) })] }), finds: /and 1 of its deliveries are not final/ },
  ],
};

const sound: readonly Sound[] = [
  { what: "records of a message under way", change: () => ({}) },
  { what: "rates that are kept", change: () => ({}), settings: { rates: [{ endpoint: "sms-create", requests: 2, perMs: 1_000 }, { accountId: "line", endpoint: "push", requests: 1, perMs: 1_000 }] } },
  { what: "logs that nobody kept", change: () => ({ ledger: [], client: [], callbacks: [], reports: [], attempts: [], evidence: [], inboundEvents: [], deliveries: [], messages: [] }) },
  {
    what: "a repetition under the same key that was not carried out",
    change: ({ ledger }) => ({ ledger: [...ledger, push(4, "a", { accepted: false, at: at(40) })] }),
  },
  {
    what: "a marked resend",
    change: ({ attempts, deliveries, ledger }) => ({
      attempts: [...attempts, smsAttempt("e", 2, { startedAt: moment(20), possibleDuplicate: true })],
      deliveries: replaced(deliveries, 2, { possibleDuplicate: true }),
      ledger: [...ledger, sms(4, "e", { at: at(21) })],
      messages: counters({ possibleDuplicates: 1 }),
    }),
  },
  {
    what: "another try after a failure that was known",
    change: ({ attempts, evidence, ledger, callbacks }) => ({
      attempts: [...replaced(attempts, 3, { evidence: "failed" }), smsAttempt("e", 2, { startedAt: moment(20) })],
      evidence: [...(evidence as readonly never[]), { accountId: "twilio", eventId: "d:failed", attemptId: "d", evidence: "failed", receivedAt: moment(19) }],
      callbacks: [...(callbacks as readonly never[]), { at: at(19), accountId: "twilio", eventId: "d:failed", kind: "evidence" as const }],
      ledger: [...ledger, sms(4, "e", { at: at(21) })],
    }),
  },
  { what: "a window that was open", change: () => ({ messages: [message({ deliveryTimeWindow: { ...tokyoMorning, to: "22:00" } })] }) },
  {
    what: "chunks that wait for another one, and those of a paused message that never ends",
    change: ({ deliveries, ...rest }) => {
      const chunk = (nextNumber: number, dueAt: Date | null) => ({ messageId, nextNumber, endNumber: nextNumber + 1, dueAt });
      const counts = { scheduled: 0, held: 0, duplicateContacts: 0, possibleDuplicates: 0, waiting: 0, final: 0 };
      const waiting = (id: string, status: string) => message({ id, status, succeedOn: [], outcomes: [], counters: { ...counts, recipients: 2, pending: 2 } });
      const untouched = (id: string) => [0, 1].map((number) => ({ ...deliveries[2]!, messageId: id, number, status: "pending", dueAt: null, step: 0, channel: null, switches: [] }));
      return {
        messages: [...rest.messages, waiting("msg_2", "sending"), waiting("msg_3", "paused")],
        deliveries: [...deliveries, ...untouched("msg_2"), ...untouched("msg_3")],
        chunks: [chunk(0, moment(61)), chunk(1, null)].map((one) => ({ ...one, messageId: "msg_2" })).concat([chunk(0, null), chunk(1, null)].map((one) => ({ ...one, messageId: "msg_3" }))),
      };
    },
  },
  {
    what: "a speed that is kept",
    change: ({ deliveries }) => ({
      messages: [message({ sendingSpeedLimit: { amount: 1, perMs: 1_000 } })],
      deliveries: deliveries.map((one) => ({ ...one, releasedAt: moment(one.number) })),
    }),
  },
  {
    what: "open messages, and one that was started without anybody",
    change: () => {
      const nobody = Object.fromEntries(Object.keys(message().counters).map((name) => [name, 0])) as unknown as MessageCounters;
      return {
        messages: [
          message(),
          message({ id: "msg_2", status: "open", counters: nobody, outcomes: [] }),
          message({ id: "msg_3", status: "completed", completedAt: moment(9), counters: nobody, outcomes: [] }),
        ],
      };
    },
  },
  { what: "calls that had begun when it was cancelled", change: () => ({ client: told({ type: "cancelled", at: at(4) }) }) },
  { what: "a pause that began later, and one that was over", change: () => ({ client: told({ type: "paused", askedAt: at(-9), at: at(-8) }, { type: "resumed", askedAt: at(-1), at: at(0) }, { type: "paused", at: at(30) }) }) },
  {
    what: "a call without names whose answer was lost",
    change: ({ attempts, ledger }) => ({
      attempts: [...attempts, attempt("r", { messageId: "msg_2", endpoint: "reply", addresses: ["u-7"], evidence: "unknown", dueAt: moment(70) })],
      ledger: [...ledger, { sequence: 4, at: at(9), endpoint: "reply", to: ["u-7"], requestId: "q", providerMessageIds: ["1"] }],
    }),
  },
];

const check = async (change: Sound["change"], settings: Partial<InvariantSettings> = {}) => {
  const records = soundRecords();
  return checkInvariants({ ...records, ...change(records) }, settings);
};

describe("records that are sound", () => {
  it.each(sound.map((one) => [one.what, one] as const))("finds nothing in %s", async (_, { change, settings }) => {
    expect((await check(change, settings)).findings).toEqual([]);
  });

  it("says how much it looked at", async () => {
    const { results } = await check(() => ({}), { rates: [{ endpoint: "push", requests: 1, perMs: 1_000 }] });
    expect(results.map(({ invariant, looked }) => [invariant.id, looked > 0])).toEqual(allInvariants.map(({ id }) => [id, true]));
  });
});

describe.each(allInvariants)("$id, $name", ({ id }) => {
  it.each(broken[id]!.map((one) => [one.what, one] as const))("finds %s", async (_, { change, settings, finds }) => {
    const { findings } = await check(change, settings);
    const mine = findings.filter(({ invariant }) => invariant === id).map(({ subject, detail }) => `${subject}: ${detail}`);
    expect(mine.join("\n")).toMatch(finds);
  });
});
