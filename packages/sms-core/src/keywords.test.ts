import { describe, expect, it } from "vitest";
import { consentOf, createKeywordReader } from "./keywords.ts";

describe("keywords", () => {
  const read = createKeywordReader({ stop: ["配信停止"], start: ["再開"] });

  it.each([
    ["STOP", "STOP"],
    [" stop\n", "STOP"],
    ["Stop.", "STOP"],
    ["ＳＴＯＰ", "STOP"],
    ["unsubscribe", "STOP"],
    ["配信停止。", "STOP"],
    ["UNSTOP", "START"],
    ["再開", "START"],
    ["info", "HELP"],
    ["STOP please", undefined],
    ["yes", undefined],
    ["", undefined],
    [".", undefined],
  ])("reads %j as %s", (text, keyword) => {
    expect(read(text)).toBe(keyword);
  });

  it("knows no other language by itself", () => {
    expect(createKeywordReader()("配信停止")).toBeUndefined();
  });

  it("takes a stop for a stop where the settings use one word for both", () => {
    expect(createKeywordReader({ stop: ["ok"], start: ["ok"] })("OK")).toBe("STOP");
  });

  it("says what a word means for further messages", () => {
    expect([consentOf("STOP"), consentOf("START"), consentOf("HELP"), consentOf(undefined)]).toEqual([
      { consent: "opt-out" }, { consent: "opt-in" }, {}, {},
    ]);
  });
});
