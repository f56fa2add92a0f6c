import { expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

it("is one text for all ways to write a value", () => {
  const ways = ['{"a":[1,{"c":null,"b":"\\u0041"}],"10":true,"9":1e2}', ' { "9": 100.0, "10": true, "a": [1, { "b": "A", "c": null }] } '];
  expect(ways.map((way) => canonicalJson(JSON.parse(way)))).toEqual(ways.map(() => '{"10":true,"9":100,"a":[1,{"b":"A","c":null}]}'));
});

it.each([
  ['{"a":1}', '{"a":"1"}'],
  ['{"a":[1,2]}', '{"a":[2,1]}'],
  ['{"a":{}}', '{"a":[]}'],
  ['{"a":null}', "{}"],
  ['{"a":"\\ud800"}', '{"a":"\\ud801"}'],
  ['["a","b"]', '["a,b"]'],
])("tells %s from %s", (one, other) => {
  expect(canonicalJson(JSON.parse(one))).not.toBe(canonicalJson(JSON.parse(other)));
});

it("takes values of any depth", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  expect(canonicalJson(JSON.parse(deep))).toMatch(/^\[+…\]+$/);
});
