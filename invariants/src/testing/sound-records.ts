import type { LedgerRecord } from "../log-records.ts";
import type { AttemptRecord, DeliveryRecord, MessageRecord, Records } from "../records.ts";

/** A Saturday at noon in UTC, and so many seconds later. */
export function moment(seconds: number): Date {
  return new Date(Date.UTC(2026, 10, 21, 12, 0, seconds));
}

export function at(seconds: number): string {
  return moment(seconds).toISOString();
}

export const messageId = "msg_00000000000000000000000000000001";

/** Deliveries as arrays, so that tests can change one. */
export interface SoundRecords extends Records {
  readonly messages: readonly MessageRecord[];
  readonly deliveries: readonly DeliveryRecord[];
  readonly attempts: readonly AttemptRecord[];
  readonly ledger: readonly LedgerRecord[];
}

/**
 * One message to three people. The first was reached on the first step, the second on the second, and the third waits for
 * a receipt of its SMS.
 */
export function soundRecords(): SoundRecords {
  const final = { status: "final", dueAt: null, outcome: "accepted", succeeded: true } as const;
  return {
    readAt: moment(60),
    messages: [message()],
    deliveries: [
      delivery(0, { ...final, channel: "line", closedAt: moment(2) }),
      delivery(1, { ...final, step: 1, outcome: "delivered", channel: "sms", closedAt: moment(9), switches: [{ fromStep: 0, toStep: 1 }] }),
      delivery(2, { status: "waiting", step: 1, dueAt: moment(3_600), channel: "sms", switches: [{ fromStep: 0, toStep: 1 }] }),
    ],
    chunks: [],
    attempts: [
      attempt("a", { members: [0], addresses: ["u-0"], answer: "accepted", answeredAt: moment(2) }),
      attempt("b", { members: [1, 2], addresses: ["u-1", "u-2"], evidence: "failed", answer: "failed", answeredAt: moment(3) }),
      smsAttempt("c", 1, { evidence: "delivered" }),
      smsAttempt("d", 2, { evidence: "sent" }),
    ],
    evidence: [
      { accountId: "twilio", eventId: "c:delivered", attemptId: "c", evidence: "delivered", receivedAt: moment(9) },
      { accountId: "twilio", eventId: "d:sent", attemptId: "d", evidence: "sent", receivedAt: moment(8) },
    ],
    inboundEvents: [{ id: "evt_1", accountId: "line", providerEventId: "e1", position: 4 }],
    ledger: [push(1, "a"), sms(2, "c"), sms(3, "d")],
    client: [{ type: "accepted", askedAt: at(0), at: at(1), messageId, recipients: 3 }],
    callbacks: [
      { at: at(9), accountId: "twilio", eventId: "c:delivered", kind: "evidence" },
      { at: at(8), accountId: "twilio", eventId: "d:sent", kind: "evidence" },
      { at: at(8), accountId: "line", eventId: "e1", kind: "inbound" },
    ],
    reports: [
      { at: at(3), deliveryId: `${messageId.replace("msg", "dlv")}_0`, sequence: 1, isFinal: true },
      { at: at(9), deliveryId: `${messageId.replace("msg", "dlv")}_1`, sequence: 2, isFinal: true },
      { at: at(4), deliveryId: `${messageId.replace("msg", "dlv")}_1`, sequence: 1, isFinal: false },
    ],
  };
}

export function message(changes: Partial<MessageRecord> = {}): MessageRecord {
  return {
    id: messageId,
    status: "sending",
    createdAt: moment(0),
    sendAt: null,
    expiresAt: null,
    validUntil: moment(3_600),
    validityPeriodMs: 3_600_000,
    sendingSpeedLimit: null,
    releaseAt: null,
    completedAt: null,
    succeedOn: ["accepted", "delivered"],
    deliveryTimeWindow: null,
    isToAudience: false,
    counters: { recipients: 3, scheduled: 0, held: 0, pending: 0, waiting: 1, final: 2, duplicateContacts: 0, possibleDuplicates: 0 },
    outcomes: [
      { outcome: "accepted", succeeded: true, channel: "line", count: 1 },
      { outcome: "delivered", succeeded: true, channel: "sms", count: 1 },
    ],
    ...changes,
  };
}

function delivery(number: number, changes: Partial<DeliveryRecord>): DeliveryRecord {
  return {
    messageId,
    number,
    timeZone: null,
    status: "pending",
    step: 0,
    dueAt: moment(70),
    releasedAt: null,
    outcome: null,
    succeeded: null,
    channel: null,
    duplicateContact: false,
    possibleDuplicate: false,
    closedAt: null,
    switches: [],
    ...changes,
  };
}

export function attempt(id: string, changes: Partial<AttemptRecord>): AttemptRecord {
  return {
    id,
    messageId,
    step: 0,
    channel: "line",
    accountId: "line",
    endpoint: "push",
    members: [],
    addresses: [],
    callbackToken: null,
    evidence: "accepted",
    contradicted: false,
    possibleDuplicate: false,
    startedAt: moment(1),
    releasedAt: null,
    dueAt: null,
    answeredAt: null,
    answer: null,
    requestId: null,
    providerMessageIds: [],
    ...changes,
  };
}

export function smsAttempt(id: string, member: number, changes: Partial<AttemptRecord>): AttemptRecord {
  return attempt(id, {
    step: 1,
    channel: "sms",
    accountId: "twilio",
    endpoint: "sms-create",
    members: [member],
    addresses: [`p-${member}`],
    callbackToken: `token-${id}`,
    startedAt: moment(4),
    answer: "accepted",
    answeredAt: moment(5),
    providerMessageIds: [`SM${id}`],
    ...changes,
  });
}

export function push(sequence: number, key: string, changes: Partial<LedgerRecord> = {}): LedgerRecord {
  return { sequence, at: at(2), endpoint: "push", to: ["u-0"], retryKey: key, providerMessageIds: [], payloadHash: "f00", ...changes };
}

export function sms(sequence: number, id: string, changes: Partial<LedgerRecord> = {}): LedgerRecord {
  const callbackUrl = `https://example.test/v1/inbound/twilio?attempt=token-${id}`;
  return { sequence, at: at(5), endpoint: "sms-create", to: [`p-${id}`], callbackUrl, providerMessageIds: [`SM${id}`], ...changes };
}
