import type { Plan, Reachability } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { prepareContent } from "../content/prepared-content.ts";
import type { PreparedWay } from "../content/prepared-message.ts";
import type { KnownQuota } from "../quota/known-quota.ts";
import { createScriptedChannel, type ScriptedCapabilities } from "../testing/scripted-channel.ts";
import { considerStep, type KnownReachability } from "./consider-step.ts";

const now = new Date("2026-03-01T12:00:00Z");
const maxAgeMs = 3_600_000;

function prepared(capabilities: Partial<ScriptedCapabilities> = {}, hasLaterStep = true): PreparedWay {
  const { adapter } = createScriptedChannel({ channel: "line", kind: "line", looksUp: true, ...capabilities });
  return {
    step: { channel: "line", account: "account", succeedOn: "accepted" },
    weight: undefined,
    hasLaterStep,
    checksAddress: true,
    laterKinds: hasLaterStep ? ["phone"] : [],
    keepQuota: 10,
    route: { accountId: "account", adapter },
    content: prepareContent({ type: "text", text: "Hi {{ name }}", template: true }, adapter, "notice"),
  };
}

const plan = (reachability: Plan["reachability"] = "ask"): Plan => ({
  steps: [],
  onUnknown: "hold",
  unknownHoldMs: 1,
  reachability,
  reachabilityMaxAgeMs: maxAgeMs,
});

const known = (reachability: Reachability, ageMs: number): KnownReachability => ({
  reachability,
  providerCode: "profile",
  observedAt: new Date(now.getTime() - ageMs),
});

const person = { addresses: { line: "U1" }, duplicateKinds: [], variables: { name: "Aiko" } };

function consider(step: PreparedWay, fact?: KnownReachability, mode?: Plan["reachability"], recipient: Parameters<typeof considerStep>[2] = person, quota?: KnownQuota): string {
  const consideration = considerStep(step, plan(mode), recipient, { known: fact, quota, now });
  return `${consideration.verdict} ${consideration.reason}`;
}

describe("a step is skipped", () => {
  it("without account, without address, for a duplicate, and for content that cannot be made", () => {
    expect(consider({ ...prepared(), route: undefined, content: undefined })).toBe("skip no-account");
    expect(consider(prepared(), undefined, "ask", { ...person, addresses: { phone: "+81" } })).toBe("skip no-address");
    expect(consider(prepared(), undefined, "ask", { ...person, duplicateKinds: ["line"] })).toBe("skip duplicate-address");
    expect(consider(prepared(), known("reachable", 0), "ask", { ...person, variables: {} })).toBe("skip content-refused");
  });

  it("for an address that another channel of the same kind takes, and this one does not", () => {
    const recipient = { ...person, addresses: { line: "U 1" } };
    expect(consider(prepared(), known("reachable", 0), "ask", recipient)).toBe("skip address-refused");
    expect(consider({ ...prepared(), checksAddress: false }, known("reachable", 0), "ask", recipient)).toBe("use reachable");
  });

  it("does not mind a duplicate of another kind of address", () => {
    expect(consider(prepared(), known("reachable", 0), "ask", { ...person, duplicateKinds: ["phone"] })).toBe("use reachable");
  });
});

describe("quota", () => {
  const left = (remaining: number): KnownQuota => ({
    limit: 200,
    used: 200 - remaining,
    renewsAt: new Date("2026-03-31T15:00:00Z"),
    checkedAt: now,
  });
  const withPhone = { ...person, addresses: { line: "U1", phone: "+81" } };
  const considerQuota = (remaining: number, recipient: typeof person = withPhone, hasLaterStep = true) =>
    consider(prepared({}, hasLaterStep), known("reachable", 0), "ask", recipient, left(remaining));

  it("is left to others where a later step has an address", () => {
    expect(considerQuota(0)).toBe("skip quota");
    expect(considerQuota(10)).toBe("skip quota");
    expect(considerQuota(11)).toBe("use reachable");
  });

  it("is tried all the same where nobody can take over, and the plan says so", () => {
    expect(considerQuota(0, person)).toBe("use reachable");
    expect(considerQuota(0, { ...withPhone, duplicateKinds: ["phone"] as never[] })).toBe("use reachable");
    expect(considerQuota(0, withPhone, false)).toBe("use reachability-not-asked");
    const consideration = considerStep(prepared(), plan(), person, { known: known("reachable", 0), quota: left(0), now });
    expect(consideration.detail).toContain("used up until 2026-03-31T15:00:00.000Z, and no other step can take over");
  });

  it("is looked at before anybody is asked about the address", () => {
    expect(consider(prepared(), undefined, "ask", withPhone, left(0))).toBe("skip quota");
  });
});

describe("reachability", () => {
  const old = maxAgeMs + 1;

  it.each<readonly [string, KnownReachability | undefined, Plan["reachability"], string]>([
    ["nothing", undefined, "ask", "look-up reachability-unknown"],
    ["nothing", undefined, "assume", "use reachability-assumed"],
    ["a young yes", known("reachable", maxAgeMs), "ask", "use reachable"],
    ["a young no", known("unreachable", maxAgeMs), "ask", "skip unreachable"],
    ["a young no", known("unreachable", maxAgeMs), "assume", "skip unreachable"],
    ["an old yes", known("reachable", old), "ask", "look-up reachability-old"],
    ["an old no", known("unreachable", old), "ask", "look-up reachability-old"],
    ["an old no", known("unreachable", old), "assume", "use reachability-assumed"],
    ["a lookup without answer", known("unknown", 0), "ask", "use reachability-unknown"],
  ])("with %s known (%#) and the plan set, decides", (_, fact, mode, expected) => {
    expect(consider(prepared(), fact, mode)).toBe(expected);
  });

  it("is not asked where nobody could take over, where receipts will tell, or where it cannot be asked", () => {
    const receipts = { best: "delivered", negative: true, horizonMs: 1, recallable: false } as const;
    expect(consider(prepared({}, false))).toBe("use reachability-not-asked");
    expect(consider(prepared({ evidence: receipts }))).toBe("use reachability-not-asked");
    expect(consider(prepared({ looksUp: false }))).toBe("use reachability-not-asked");
    expect(consider(prepared(), undefined, "ask", { ...person, addresses: { line: "group-1" } })).toBe("use reachability-not-asked");
  });

  it("keeps a known no even there", () => {
    expect(consider(prepared({}, false), known("unreachable", 0))).toBe("skip unreachable");
  });
});
