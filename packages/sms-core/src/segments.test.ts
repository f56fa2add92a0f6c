import { describe, expect, it } from "vitest";
import { countSegments } from "./segments.ts";

const family = "👨‍👩‍👧‍👦";

describe("countSegments", () => {
  it.each([
    ["a".repeat(160), 1],
    ["a".repeat(161), 2],
    ["a".repeat(306), 2],
    ["a".repeat(307), 3],
    ["€".repeat(80), 1],
    ["€".repeat(81), 2],
    [`${"a".repeat(152)}€${"b".repeat(10)}`, 2],
    ["~", 1],
    ["Σ", 1],
    ["¥", 1],
  ])("cuts GSM-7 text %# into parts", (text, segments) => {
    expect(countSegments(text)).toMatchObject({ encoding: "GSM-7", segments });
  });

  it.each([
    ["あ".repeat(70), 1],
    ["あ".repeat(71), 2],
    ["あ".repeat(134), 2],
    ["あ".repeat(135), 3],
    ["😀".repeat(35), 1],
    ["😀".repeat(36), 2],
    [`${"あ".repeat(66)}😀${"あ".repeat(10)}`, 2],
    [`${"あ".repeat(66)}${family}`, 2],
    ["สวัสดี".repeat(12), 2],
    ["中".repeat(70), 1],
    ["ก".repeat(70), 1],
    ["`", 1],
    ["a\tb", 1],
    ["a\u00a0b", 1],
    ["ç", 1],
    ["￥", 1],
  ])("cuts UCS-2 text %# into parts", (text, segments) => {
    expect(countSegments(text)).toMatchObject({ encoding: "UCS-2", segments });
  });

  it("counts an extension character as two septets", () => {
    expect(countSegments("[€]").units).toBe(6);
  });

  it("counts a line break as one septet", () => {
    expect(countSegments("a\r\nb")).toEqual({ encoding: "GSM-7", segments: 1, units: 4 });
  });

  it("does not cut an escape pair: the part before it ends one septet early", () => {
    const text = `${"a".repeat(152)}€${"b".repeat(152)}`;
    expect(countSegments(text)).toEqual({ encoding: "GSM-7", segments: 3, units: 306 });
  });

  it("does not cut a surrogate pair: the part before it ends one unit early", () => {
    const text = `${"あ".repeat(66)}😀${"あ".repeat(66)}`;
    expect(countSegments(text)).toEqual({ encoding: "UCS-2", segments: 3, units: 134 });
  });

  it("knows the 127 basic and 10 extension characters, and no others below U+0400", () => {
    const known = Array.from({ length: 0x400 }, (_, code) => String.fromCodePoint(code))
      .concat("€")
      .filter((character) => countSegments(character).encoding === "GSM-7");
    expect(known).toHaveLength(137);
  });

  it("counts long texts", () => {
    expect(countSegments("a".repeat(1600)).segments).toBe(11);
    expect(countSegments("あ".repeat(1600)).segments).toBe(24);
  });
});
