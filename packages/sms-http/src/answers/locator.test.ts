import { expect, test } from "vitest";
import { parseExactJson } from "./exact-json.ts";
import { locate } from "./locator.ts";
import { retryAfterMs } from "./retry-after.ts";

const text = '{"id":9007199254740993,"ok":true,"code":-5,"rate":0.5,"word":" ok ","none":"","list":[]}';
const answer = { text, json: parseExactJson(text), headers: { "x-request-id": "r-1", "set-cookie": ["a", "b"], "retry-after": "1.5" } };

test.each([
  ["id", "9007199254740993"],
  ["ok", "true"],
  ["code", "-5"],
  ["rate", "0.5"],
  ["word", "ok"],
  ["none", undefined],
  ["list", undefined],
  ["missing.member", undefined],
  [{ header: "X-Request-Id" }, "r-1"],
  [{ header: "set-cookie" }, "a"],
  [{ header: "missing" }, undefined],
  [{ pattern: '"code":(-?\\d+)' }, "-5"],
  [{ pattern: "^nothing=(.*)$" }, undefined],
  [undefined, undefined],
] as const)("finds %j", (locator, value) => {
  expect(locate(locator, answer)).toBe(value);
});

test("finds a value on its own line of a text that is no JSON", () => {
  const lines = { text: "[1]\r\nmsgid=#13\r\nstatuscode=1\r\n", json: undefined, headers: {} };
  expect(locate({ pattern: "^msgid=(.*)$" }, lines)).toBe("#13");
  expect(locate("msgid", lines)).toBeUndefined();
});

test("reads how long to stay away from the body before the header, and nothing from what is no time", () => {
  expect(retryAfterMs("rate", answer)).toBe(500);
  expect(retryAfterMs("word", answer)).toBe(1_500);
  expect(retryAfterMs(undefined, { ...answer, headers: { "retry-after": "soon" } })).toBeUndefined();
  const later = new Date(Date.now() + 60_000).toUTCString();
  expect(retryAfterMs(undefined, { ...answer, headers: { "retry-after": later } })).toBeGreaterThan(55_000);
  expect(retryAfterMs(undefined, { ...answer, headers: { "retry-after": "Mon, 01 Jun 2020 00:00:00 GMT" } })).toBeUndefined();
});
