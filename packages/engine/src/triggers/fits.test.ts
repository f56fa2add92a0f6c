import type { InboundAct } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { fits } from "./fits.ts";
import type { TriggerCondition } from "./trigger-view.ts";

const text = (written: string): InboundAct => ({ type: "text", text: written });
const tap = (data: string): InboundAct => ({ type: "postback", data });

describe("a trigger by keywords", () => {
  it.each<[keyword: string, written: string, whole: boolean, contained: boolean]>([
    ["hours", "hours", true, true],
    ["hours", "  HOURS\n", true, true],
    ["hours", "ＨＯＵＲＳ", true, true],
    ["hours", "　hours　", true, true],
    ["hours", "your hours?", false, true],
    ["hours", "hour", false, false],
    ["hours", "", false, false],
    ["Straße", "STRASSE", true, true],
    ["ΟΔΟΣ", "οδός", false, false],
    ["ΟΔΟΣ", "οδος", true, true],
    ["クーポン", "ｸｰﾎﾟﾝ", true, true],
    ["クーポン", "クーポンをください", false, true],
    ["クーポン", "くーぽん", false, false],
    ["が", "か\u3099", true, true],
    ["①", "1", true, true],
  ])("%j and %j", (keyword, written, whole, contained) => {
    expect(fits({ type: "text", keywords: [keyword] }, text(written))).toBe(whole);
    expect(fits({ type: "text", keywords: ["other words", keyword], match: "contains" }, text(written))).toBe(contained);
  });

  it("takes any text without keywords", () => {
    expect(fits({ type: "text" }, text("whatever"))).toBe(true);
  });
});

describe("a trigger", () => {
  it.each<[TriggerCondition, InboundAct, boolean]>([
    [{ type: "follow" }, { type: "follow" }, true],
    [{ type: "follow", again: false }, { type: "follow" }, true],
    [{ type: "follow", again: true }, { type: "follow" }, false],
    [{ type: "follow", again: true }, { type: "follow", again: true }, true],
    [{ type: "follow", again: false }, { type: "follow", again: true }, false],
    [{ type: "join" }, { type: "join" }, true],
    [{ type: "join" }, { type: "member-joined" }, false],
    [{ type: "member-joined" }, { type: "member-joined" }, true],
    [{ type: "text" }, tap("text"), false],
    [{ type: "postback" }, tap(""), true],
    [{ type: "postback", data: "a=1" }, tap("a=1"), true],
    [{ type: "postback", data: "a=1" }, tap("a=1&b=2"), false],
    [{ type: "postback", dataStartsWith: "a=1" }, tap("a=1&b=2"), true],
    [{ type: "postback", dataStartsWith: "b" }, tap("a=1&b=2"), false],
    [{ type: "postback", parameter: { name: "b" } }, tap("a=1&b=2"), true],
    [{ type: "postback", parameter: { name: "b", value: "2" } }, tap("a=1&b=1&b=2"), true],
    [{ type: "postback", parameter: { name: "b", value: "3" } }, tap("a=1&b=2"), false],
    [{ type: "postback", parameter: { name: "名", value: "東 京" } }, tap("%E5%90%8D=%E6%9D%B1+%E4%BA%AC"), true],
    [{ type: "postback", dataStartsWith: "a", parameter: { name: "c" } }, tap("a=1&b=2"), false],
    [{ type: "postback", parameter: { name: "toString" } }, tap("%"), false],
  ])("%j and %j", (condition, act, expected) => {
    expect(fits(condition, act)).toBe(expected);
  });
});
