import { ConfigurationError } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { indexAccounts } from "../accounts.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { readFrequencyCaps, type FrequencyCap } from "./frequency-cap.ts";

const accounts = indexAccounts([{ id: "sms", adapters: [createScriptedChannel({ channel: "sms", kind: "phone" }).adapter] }]);
const daily: FrequencyCap = { name: "daily", limit: 2, per: "P1D" };

describe("a frequency cap", () => {
  it("leaves out codes and alerts, and takes all channels together, unless it says otherwise", () => {
    expect(readFrequencyCaps([daily, { ...daily, name: "sms", channels: ["sms"] }], accounts)).toEqual([
      { ...daily, purposes: ["notice", "marketing"], perMs: 86_400_000, kinds: undefined },
      { ...daily, name: "sms", channels: ["sms"], purposes: ["notice", "marketing"], perMs: 86_400_000, kinds: ["phone"] },
    ]);
  });

  it.each<[string, Partial<FrequencyCap>, string]>([
    ["a limit of none", { limit: 0 }, "limit"],
    ["half a message", { limit: 1.5 }, "limit"],
    ["no duration", { per: "daily" }, "per"],
    ["more than a year", { per: "P400D" }, "per"],
    ["calendar days in hours", { per: "PT36H", calendar: true, timeZone: "Asia/Tokyo" }, "per"],
    ["calendar days of no zone", { calendar: true }, "timeZone"],
    ["a zone that there is not", { calendar: true, timeZone: "Asia/Nowhere" }, "timeZone"],
    ["a zone without calendar days", { timeZone: "Asia/Tokyo" }, "timeZone"],
    ["a channel that nobody has", { channels: ["line"] }, "channels"],
  ])("is refused with %s", (_what, change, setting) => {
    const read = () => readFrequencyCaps([{ ...daily, ...change }], accounts);
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(`frequencyCaps, daily, ${setting}`);
  });

  it("is refused under a name that another has", () => {
    expect(() => readFrequencyCaps([daily, daily], accounts)).toThrow("frequencyCaps, daily, name");
  });
});
