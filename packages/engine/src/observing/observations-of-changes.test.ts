import { expect, it } from "vitest";
import type { DeliveryChange } from "../delivery-change.ts";
import { observationsOfChanges } from "./observations-of-changes.ts";

const at = new Date("2026-03-01T12:00:00Z");

function change(number: number, changes: Partial<DeliveryChange>): DeliveryChange {
  return {
    messageId: "message",
    number,
    at,
    fromStatus: "pending",
    releasedAt: null,
    fromStep: 0,
    status: "pending",
    step: 0,
    stepStartedAt: null,
    tries: 0,
    dueAt: null,
    attemptId: null,
    history: [],
    evidence: null,
    outcome: null,
    succeeded: null,
    channel: null,
    reasonCode: null,
    reasonDetail: null,
    possibleDuplicate: false,
    ...changes,
  };
}

it("adds up what is alike, and keeps apart what is not", () => {
  const accepted = { status: "final", outcome: "accepted", channel: "line" } as const;
  const skipped = { type: "skipped", at: "", step: 0, channel: "line", reason: "unreachable", detail: "somebody's address" } as const;
  const moved = [
    change(0, { ...accepted, succeeded: true }),
    change(1, { ...accepted, succeeded: true, history: [skipped] }),
    change(2, { ...accepted, succeeded: false }),
    change(3, { ...accepted, channel: "sms", succeeded: true, history: [skipped, { ...skipped, reason: "no-address" }] }),
    change(4, { status: "waiting", evidence: "accepted", channel: "line" }),
  ];
  expect(observationsOfChanges(moved)).toEqual([
    { type: "closed", channel: "line", outcome: "accepted", succeeded: true, count: 2 },
    { type: "skipped", channel: "line", reason: "unreachable", count: 2 },
    { type: "closed", channel: "line", outcome: "accepted", succeeded: false, count: 1 },
    { type: "closed", channel: "sms", outcome: "accepted", succeeded: true, count: 1 },
    { type: "skipped", channel: "line", reason: "no-address", count: 1 },
  ]);
});

it("tells of switches by the channel that they leave, and of marks by their number", () => {
  const switched = { type: "switched", at: "", fromStep: 0, toStep: 1, reason: "deadline" } as const;
  const moved = [0, 1].map((number) => change(number, { channel: "line", step: 1, history: [switched], possibleDuplicate: true }));
  expect(observationsOfChanges(moved)).toEqual([
    { type: "possible-duplicates", count: 2 },
    { type: "switched", channel: "line", reason: "deadline", count: 2 },
  ]);
});
