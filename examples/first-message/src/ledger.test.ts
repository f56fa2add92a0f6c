import type { LedgerEntry } from "@todoke/simulator";
import { expect, test } from "vitest";
import type { DeliveryDetailAnswer, MessageAnswer, TimelineEntry } from "./answers.ts";
import { compareWithLedger } from "./ledger.ts";

const message = { createdAt: "2026-01-01T00:00:00Z", completedAt: "2026-01-01T00:00:30Z" } as MessageAnswer;

function entry(endpoint: LedgerEntry["endpoint"], at: string): LedgerEntry {
  return { sequence: 1, at, provider: "line", endpoint, to: [], requestId: "r", providerMessageIds: [], payloadHash: "", accepted: true };
}

function delivery(...timeline: readonly TimelineEntry[]): DeliveryDetailAnswer {
  return { id: "dlv_1", timeline };
}

test("a call counts once however often it was reported on, and a refused one does not count", () => {
  const accepted = delivery(
    { type: "attempt", id: "1", channel: "sms" },
    { type: "evidence", attemptId: "1", evidence: "accepted", source: "answer" },
    { type: "evidence", attemptId: "1", evidence: "failed", source: "webhook" },
  );
  const refused = delivery(
    { type: "attempt", id: "2", channel: "sms" },
    { type: "evidence", attemptId: "2", evidence: "failed", source: "answer" },
  );
  const ledger = [entry("sms-create", "2026-01-01T00:00:05.000Z")];

  expect(compareWithLedger(message, [accepted, refused], ledger)).toContainEqual({ channel: "sms", service: 1, provider: 1 });
});

test("what was sent before or after the message is not held against it", () => {
  const ledger = ["2025-12-31T23:59:59.999Z", "2026-01-01T00:00:10.000Z", "2026-01-01T00:00:30.001Z"].map((at) =>
    entry("push", at),
  );

  expect(compareWithLedger(message, [], ledger)).toContainEqual({ channel: "line", service: 0, provider: 1 });
});
