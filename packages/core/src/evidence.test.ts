import { describe, expect, it } from "vitest";
import {
  evidenceChain,
  meets,
  mergeEvidence,
  successEvidence,
  type AttemptEvidence,
  type MergedEvidence,
  type SuccessEvidence,
} from "./evidence.ts";

const nothing: MergedEvidence = { evidence: "sending", contradicted: false };

function mergeAll(reports: readonly AttemptEvidence[]): MergedEvidence {
  return reports.reduce<MergedEvidence>(mergeEvidence, nothing);
}

describe("meets", () => {
  const metBy: Readonly<Record<SuccessEvidence, readonly AttemptEvidence[]>> = {
    accepted: ["accepted", "sent", "delivered", "read"],
    sent: ["sent", "delivered", "read"],
    delivered: ["delivered", "read"],
    read: ["read"],
  };

  it.each(successEvidence)("takes for %s what proves it or more, and never a failure", (required) => {
    expect(evidenceChain.filter((evidence) => meets(evidence, required))).toEqual(metBy[required]);
  });
});

describe("mergeEvidence", () => {
  it("ends in the same state for each of the 5,040 orders of all reports", () => {
    for (const order of permutations(evidenceChain)) {
      expect(mergeAll(order)).toEqual({ evidence: "read", contradicted: true });
    }
  });

  it("ends in the same state for every order and repetition of the same reports", () => {
    const states = new Map<string, string>();
    for (const reports of sequences(evidenceChain, 5)) {
      const set = [...new Set(reports)].toSorted().join();
      const state = JSON.stringify(mergeAll(reports));
      expect(states.get(set) ?? state).toBe(state);
      states.set(set, state);
    }
    expect(states.size).toBe(119);
  });

  it("keeps the highest word", () => {
    expect(mergeAll(["sent", "accepted"]).evidence).toBe("sent");
    expect(mergeAll(["failed", "sent"]).evidence).toBe("failed");
    expect(mergeAll(["failed", "delivered"]).evidence).toBe("delivered");
    expect(mergeAll(["unknown", "sending"]).evidence).toBe("unknown");
  });

  it.each<readonly [readonly AttemptEvidence[], boolean]>([
    [["failed", "delivered"], true],
    [["read", "failed"], true],
    [["delivered", "failed", "read"], true],
    [["failed", "failed"], false],
    [["sent", "failed"], false],
    [["delivered", "read"], false],
  ])("tells of %j whether the provider contradicted itself: %s", (reports, contradicted) => {
    expect(mergeAll(reports).contradicted).toBe(contradicted);
  });
});

function* permutations<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest];
  }
}

/** Every sequence of one to `length` items, with repetition. */
function* sequences<Item>(items: readonly Item[], length: number): Generator<readonly Item[]> {
  if (length === 0) return;
  for (const item of items) {
    yield [item];
    for (const rest of sequences(items, length - 1)) yield [item, ...rest];
  }
}
