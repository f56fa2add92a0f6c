import { expect, test } from "vitest";
import type { DeliveryDetailAnswer, MessageAnswer, OutcomeCount } from "./answers.ts";
import { summarise } from "./summary.ts";

function messageWith(outcomes: readonly OutcomeCount[], recipients = total(outcomes)): MessageAnswer {
  return {
    id: "msg_1",
    status: "completed",
    createdAt: "2026-01-01T00:00:00Z",
    completedAt: "2026-01-01T00:00:30Z",
    counts: {
      recipients,
      pending: 0,
      sending: 0,
      waiting: 0,
      final: recipients,
      outcomes,
      duplicateContacts: 2,
      possibleDuplicates: 1,
    },
  };
}

function total(outcomes: readonly OutcomeCount[]): number {
  return outcomes.reduce((sum, { count }) => sum + count, 0);
}

function unreached(code: string, providerCode?: string): DeliveryDetailAnswer {
  const attempt = { type: "attempt", id: "1", channel: "sms", ...(providerCode !== undefined && { providerCode }) } as const;
  return { id: "dlv_1", succeeded: false, reason: { code, detail: "in the service's words" }, timeline: [attempt] };
}

const reached = [
  { outcome: "accepted", succeeded: true, channel: "line", count: 5 },
  { outcome: "delivered", succeeded: true, channel: "line-notification", count: 2 },
  { outcome: "delivered", succeeded: true, channel: "sms", count: 3 },
];

test("everybody is in exactly one row, and the sum is the file's", () => {
  const message = messageWith([...reached, { outcome: "failed", succeeded: false, channel: "sms", count: 1 }]);

  expect(summarise(message, [unreached("unreachable", "30003")], 11)).toMatchObject({
    reachedByLine: 5,
    reachedByNotification: 2,
    reachedBySms: 3,
    notReached: 1,
    duplicateContacts: 2,
    possibleDuplicates: 1,
    sum: 11,
    discrepancies: [],
  });
});

test("an outcome that has no row is noticed", () => {
  const message = messageWith([...reached, { outcome: "delivered", succeeded: true, channel: "pigeon", count: 1 }]);

  expect(summarise(message, [], 11).discrepancies).toEqual([
    "There are 11 recipients of the message, but 10 people in the table.",
  ]);
});

test("a delivery without an outcome is noticed", () => {
  expect(summarise(messageWith(reached, 11), [], 11).discrepancies).toHaveLength(1);
});

test("a person of the file whom the message does not know is noticed", () => {
  expect(summarise(messageWith(reached), [], 11).discrepancies).toEqual([
    "There are 11 people in people.csv, but 10 recipients of the message.",
  ]);
});

test("an unreached person without a reason is noticed", () => {
  const message = messageWith([{ outcome: "failed", succeeded: false, channel: "sms", count: 2 }]);

  expect(summarise(message, [unreached("unreachable", "30003")], 2).discrepancies).toEqual([
    "There are 2 people not reached, but 1 people with a reason.",
  ]);
});

test("reasons are grouped in words, the most frequent first, and an unknown one in the service's words", () => {
  const deliveries = [
    unreached("recipient", "21614"),
    unreached("unreachable", "30003"),
    unreached("unreachable", "30003"),
    unreached("sender", "99999"),
  ];

  expect(summarise(messageWith([]), deliveries, 0).reasons).toEqual([
    { reason: "phone switched off or without signal", count: 2 },
    { reason: "landline: takes no SMS", count: 1 },
    { reason: "in the service's words", count: 1 },
  ]);
});
