import { evidenceChain, type ErrorClass, type Plan } from "@todoke/core";
import { describe, expect, it } from "vitest";
import {
  backOffMs,
  decideOnDeadline,
  decideOnEvidence,
  decideOnExhaustion,
  decideOnFailure,
  decideOnUnknown,
  later,
  stepEnds,
  type Decision,
  type StepFacts,
} from "./decide.ts";

const minute = 60_000;
const start = new Date("2026-03-01T12:00:00Z");

/** The first of two steps, `afterMs` into it: it ends after two minutes, the delivery after ten. */
function facts(afterMs = 0, changes: { readonly step?: number; readonly plan?: Partial<Plan>; readonly tries?: number } = {}): StepFacts {
  const steps: Plan["steps"] = [
    { channel: "line", account: "line", succeedOn: "delivered", switchAfterMs: 2 * minute },
    { channel: "sms", account: "sms", succeedOn: "accepted" },
  ];
  return {
    plan: { steps, onUnknown: "hold", unknownHoldMs: 10 * minute, reachability: "ask", reachabilityMaxAgeMs: minute, ...changes.plan },
    step: changes.step ?? 0,
    stepStartedAt: start,
    validUntil: later(start, 10 * minute),
    tries: changes.tries ?? 0,
    now: later(start, afterMs),
  };
}

const failed: Decision = { next: "finish", outcome: "failed", succeeded: false };
const switches = (reason: string, possibleDuplicate = false): Decision => ({ next: "switch", reason, possibleDuplicate });

describe("decideOnFailure", () => {
  type Next = "retry" | "switch" | "failed";
  const table: Readonly<Record<ErrorClass, { readonly first: Next; readonly atStepEnd: Next; readonly last: Next; readonly lastAtEnd: Next }>> = {
    recipient: { first: "switch", atStepEnd: "switch", last: "failed", lastAtEnd: "failed" },
    unreachable: { first: "switch", atStepEnd: "switch", last: "failed", lastAtEnd: "failed" },
    content: { first: "failed", atStepEnd: "failed", last: "failed", lastAtEnd: "failed" },
    sender: { first: "switch", atStepEnd: "switch", last: "failed", lastAtEnd: "failed" },
    quota: { first: "switch", atStepEnd: "switch", last: "failed", lastAtEnd: "failed" },
    throttled: { first: "retry", atStepEnd: "switch", last: "retry", lastAtEnd: "failed" },
    unavailable: { first: "retry", atStepEnd: "switch", last: "retry", lastAtEnd: "failed" },
    policy: { first: "failed", atStepEnd: "failed", last: "failed", lastAtEnd: "failed" },
    ambiguous: { first: "failed", atStepEnd: "failed", last: "failed", lastAtEnd: "failed" },
  };
  const wordFor = (decision: Decision): Next =>
    decision.next === "finish" ? "failed" : decision.next === "wait" ? "retry" : decision.next;

  it.each(Object.entries(table) as [ErrorClass, (typeof table)[ErrorClass]][])(
    "follows the table for %s, by whether a later step exists and the step has time",
    (errorClass, expected) => {
      expect({
        first: wordFor(decideOnFailure(errorClass, undefined, facts())),
        atStepEnd: wordFor(decideOnFailure(errorClass, undefined, facts(2 * minute))),
        last: wordFor(decideOnFailure(errorClass, undefined, facts(0, { step: 1 }))),
        lastAtEnd: wordFor(decideOnFailure(errorClass, undefined, facts(10 * minute, { step: 1 }))),
      }).toEqual(expected);
      expect(decideOnFailure(errorClass, undefined, facts(10 * minute))).toEqual(failed);
    },
  );

  it("tries an unreachable phone again as often as the step says, while it lasts", () => {
    const { plan } = facts();
    const steps = plan.steps.map((step) => ({ ...step, retryEveryMs: minute }));
    const at = (afterMs: number) => facts(afterMs, { plan: { steps } });
    expect(decideOnFailure("unreachable", undefined, at(0))).toEqual({ next: "retry", dueAt: later(start, minute), possibleDuplicate: false });
    expect(decideOnFailure("unreachable", 90_000, at(0))).toMatchObject({ next: "retry", dueAt: later(start, 90_000) });
    expect(decideOnFailure("unreachable", undefined, at(minute))).toEqual(switches("unreachable"));
    expect(decideOnFailure("recipient", undefined, at(0))).toEqual(switches("recipient"));
  });

  it("goes over from a refusal by policy only where the person opted out of this channel", () => {
    expect(decideOnFailure("policy", undefined, { ...facts(), optedOut: true })).toEqual(switches("policy"));
    expect(decideOnFailure("policy", undefined, { ...facts(0, { step: 1 }), optedOut: true })).toEqual(failed);
  });

  it("names the class as the reason of a switch", () => {
    expect(decideOnFailure("recipient", undefined, facts())).toEqual(switches("recipient"));
  });

  it("goes over from refused content only to a step with its own", () => {
    const { plan } = facts();
    const steps = [plan.steps[0]!, { ...plan.steps[1]!, content: { type: "text", text: "Short" } } as const];
    expect(decideOnFailure("content", undefined, facts(0, { plan: { steps } }))).toEqual(switches("content"));
    expect(decideOnFailure("policy", undefined, facts(0, { plan: { steps } }))).toEqual(failed);
  });

  it("stays away as long as the provider asks, while the step lasts", () => {
    const asked = decideOnFailure("throttled", 90_000, facts());
    expect(asked).toEqual({ next: "retry", dueAt: later(start, 90_000), possibleDuplicate: false });
    expect(decideOnFailure("throttled", 2 * minute, facts())).toEqual(switches("throttled"));
  });

  it("backs off longer with each try", () => {
    const dueAfterMs = (tries: number) => {
      const decision = decideOnFailure("unavailable", undefined, facts(0, { tries, step: 1 }));
      return decision.next === "retry" ? decision.dueAt.getTime() - start.getTime() : Number.NaN;
    };
    expect(dueAfterMs(0)).toBeGreaterThanOrEqual(500);
    expect(dueAfterMs(0)).toBeLessThanOrEqual(1_000);
    expect(dueAfterMs(3)).toBeGreaterThanOrEqual(4_000);
    expect(dueAfterMs(3)).toBeLessThanOrEqual(8_000);
  });

  it("never tries again once a step is exhausted", () => {
    expect(decideOnExhaustion("throttled", facts())).toEqual(switches("throttled"));
    expect(decideOnExhaustion("throttled", facts(0, { step: 1 }))).toEqual(failed);
  });
});

describe("decideOnEvidence", () => {
  it("finishes when the step's word is met, and waits otherwise", () => {
    const met = evidenceChain.filter((evidence) => decideOnEvidence(evidence, 0, facts()).next === "finish");
    expect(met).toEqual(["delivered", "read"]);
    expect(decideOnEvidence("read", 0, facts())).toEqual({ next: "finish", outcome: "read", succeeded: true });
  });

  it("waits until the step ends where another follows, and for as long as news may come on the last", () => {
    expect(decideOnEvidence("accepted", 5 * minute, facts(minute))).toEqual({ next: "wait", dueAt: later(start, 2 * minute) });
    const steps = [{ ...facts().plan.steps[0]!, switchAfterMs: undefined }].map(({ switchAfterMs: _, ...step }) => step);
    const last = { plan: { steps } };
    expect(decideOnEvidence("sent", 5 * minute, facts(minute, last))).toEqual({ next: "wait", dueAt: later(start, 6 * minute) });
    expect(decideOnEvidence("sent", 60 * minute, facts(minute, last))).toEqual({ next: "wait", dueAt: later(start, 10 * minute) });
  });
});

describe("decideOnUnknown", () => {
  const unknown: Decision = { next: "finish", outcome: "unknown", succeeded: false };

  it.each([
    ["hold", unknown, unknown],
    ["resend", { next: "retry", dueAt: later(start, 0), possibleDuplicate: true }, { next: "retry", dueAt: later(start, 0), possibleDuplicate: true }],
    ["switch", switches("unknown", true), unknown],
  ] as const)("follows the policy %s, marked where a call may repeat another", (policy, first, last) => {
    expect(decideOnUnknown(policy, facts())).toEqual(first);
    expect(decideOnUnknown(policy, facts(0, { step: 1 }))).toEqual(last);
    expect(decideOnUnknown(policy, facts(10 * minute))).toEqual(unknown);
  });
});

describe("decideOnDeadline", () => {
  it("goes over while there is a later step and time, else ends with the last word as no success", () => {
    expect(decideOnDeadline("accepted", facts(2 * minute))).toEqual(switches("deadline"));
    expect(decideOnDeadline("sent", facts(10 * minute))).toEqual({ next: "finish", outcome: "sent", succeeded: false });
    expect(decideOnDeadline("sent", facts(0, { step: 1 }))).toEqual({ next: "finish", outcome: "sent", succeeded: false });
  });
});

describe("stepEnds", () => {
  it("is the switch, or the delivery's end where that comes first or no step follows", () => {
    expect(stepEnds(facts())).toEqual(later(start, 2 * minute));
    expect(stepEnds({ ...facts(), validUntil: later(start, minute) })).toEqual(later(start, minute));
    expect(stepEnds(facts(0, { step: 1 }))).toEqual(later(start, 10 * minute));
  });
});

describe("backOffMs", () => {
  it("doubles from one second to sixty and takes off up to a half at random", () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 7, 40].map((tries) => backOffMs(tries, 0));
    expect(longest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect([0, 3, 6].map((tries) => backOffMs(tries, 1))).toEqual([500, 4_000, 30_000]);
    expect(backOffMs(0, 0.5)).toBe(750);
  });

  it("differs from one to the next, so that many do not come back at once", () => {
    expect(new Set(Array.from({ length: 50 }, () => backOffMs(6))).size).toBeGreaterThan(10);
  });
});
