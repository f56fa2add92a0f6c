import type { Purpose } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { describeSuppression, learnedPurposes, suppressionOf, type Suppression } from "./suppression.ts";

const since = new Date("2026-03-01T12:00:00Z");
const optOut: Suppression = { source: "opt-out", channel: "sms", purposes: learnedPurposes, account: "twilio", enforcedBy: [], since };
const manual: Suppression = { source: "manual", enforcedBy: [], since };

describe("what holds a send back", () => {
  it.each<[string, readonly Suppression[], Purpose, string, string, string | undefined]>([
    ["nothing, where nothing is known", [], "marketing", "sms", "twilio", undefined],
    ["an opt-out, on its channel", [optOut], "notice", "sms", "twilio", "opt-out"],
    ["an opt-out, at another account of the channel too", [optOut], "marketing", "sms", "vonage", "opt-out"],
    ["an opt-out, for alerts too", [optOut], "alert", "sms", "twilio", "opt-out"],
    ["no opt-out of another channel", [optOut], "marketing", "line", "line", undefined],
    ["no opt-out, for a code", [optOut], "otp", "sms", "twilio", undefined],
    ["an opt-out that the provider enforces, for a code too", [{ ...optOut, enforcedBy: ["twilio"] }], "otp", "sms", "twilio", "opt-out"],
    ["no opt-out that another account's provider enforces, for a code", [{ ...optOut, enforcedBy: ["twilio"] }], "otp", "sms", "vonage", undefined],
    ["what was set by hand for everything", [manual], "otp", "line", "line", "manual"],
    ["what was set by hand for one purpose, for that one", [{ ...manual, purposes: ["marketing"] }], "marketing", "sms", "twilio", "manual"],
    ["what was set by hand for one purpose, for no other", [{ ...manual, purposes: ["marketing"] }], "notice", "sms", "twilio", undefined],
    ["the one of two that applies", [{ ...optOut, channel: "voice" }, manual], "notice", "sms", "twilio", "manual"],
  ])("is %s", (_what, suppressions, purpose, channel, account, source) => {
    expect(suppressionOf(suppressions, { purpose, channel, account })?.source).toBe(source);
  });

  it("is told with its source, its time and who learned it", () => {
    expect(describeSuppression(optOut)).toBe("the address is suppressed on sms: the person opted out on 2026-03-01, as twilio learned");
    expect(describeSuppression(manual)).toBe("the address is suppressed: it was suppressed by hand on 2026-03-01");
  });
});
