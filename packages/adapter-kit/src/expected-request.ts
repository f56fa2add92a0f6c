import assert from "node:assert/strict";
import type { JsonValue } from "@todoke/core";
import { textOf, type RecordedRequest } from "./recorded-request.ts";

/** What the provider is to receive. */
export interface ExpectedRequest {
  readonly method: string;
  /** Path and raw query. */
  readonly path: string;
  /** Names in lower case. Undefined: must be absent. Headers that are not listed are free. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** As text to the letter, as JSON by value, or as form fields in any order. */
  readonly body?: string | { readonly json: JsonValue } | { readonly form: Readonly<Record<string, string>> };
}

export function assertRequest(actual: RecordedRequest | undefined, expected: ExpectedRequest, situation: string): void {
  assert.ok(actual, `${situation}: no request arrived`);
  const { method, path, headers = {}, body } = expected;
  assert.equal(`${actual.method} ${actual.path}`, `${method} ${path}`, `${situation}: the wrong address was called`);
  for (const [name, value] of Object.entries(headers)) {
    assert.equal(actual.headers[name], value, `${situation}: the header ${name} is wrong`);
  }
  if (body !== undefined) assert.deepEqual(readBody(actual, body), body, `${situation}: the body is wrong`);
}

function readBody(actual: RecordedRequest, like: NonNullable<ExpectedRequest["body"]>): unknown {
  const text = textOf(actual);
  if (typeof like === "string") return text;
  if ("form" in like) return { form: Object.fromEntries(new URLSearchParams(text)) };
  assert.doesNotThrow(() => JSON.parse(text), "the body is no JSON");
  return { json: JSON.parse(text) };
}
