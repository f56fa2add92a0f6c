import { expect, test } from "vitest";
import { ProviderError } from "@todoke/core";
import type { AnswerRules } from "../config.ts";
import { readAnswer } from "./read-answer.ts";

const byCode: AnswerRules = {
  accepted: { codes: ["0", "true"] },
  code: "code",
  messageId: "id",
  errors: { "9": "recipient", "http-402": "quota", "http-503": "unavailable", busy: "throttled" },
  otherwise: "content",
};
const byId: AnswerRules = { accepted: { statuses: [202] }, code: "code", messageId: "id", errors: { "9": "policy" } };
const byStatus: AnswerRules = { accepted: { statuses: [204] }, code: "code" };

function outcomeOf(rules: AnswerRules, status: number, body: object | string): string {
  try {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return readAnswer(rules, { status, headers: {}, text }).providerMessageIds.join() || "accepted";
  } catch (error) {
    if (!ProviderError.is(error)) throw error;
    return `${error.class} ${error.providerCode}`;
  }
}

test.each([
  [byCode, 200, { code: 0, id: 7 }, "7"],
  [byCode, 299, { code: true, id: "a" }, "a"],
  [byCode, 200, { code: 0 }, "ambiguous no-message-id"],
  [byCode, 200, { id: 7 }, "ambiguous no-code"],
  [byCode, 200, { code: 9, id: 7 }, "recipient 9"],
  [byCode, 200, { code: 10 }, "content 10"],
  [byCode, 200, { code: "0812345678" }, "content http-200"],
  [byCode, 200, { code: "the number 0812345678" }, "content http-200"],
  [byCode, 400, { code: "busy" }, "throttled busy"],
  [byCode, 400, { code: 0, id: 7 }, "content 0"],
  [byCode, 402, "", "quota http-402"],
  [byCode, 429, "", "throttled http-429"],
  [byCode, 429, { code: 9 }, "recipient 9"],
  [byCode, 500, { code: 0, id: 7 }, "ambiguous 0"],
  [byCode, 500, { code: 9 }, "recipient 9"],
  [byCode, 503, "", "unavailable http-503"],
  [byCode, 408, "", "ambiguous http-408"],
  [byCode, 302, "", "sender http-302"],
  [byCode, 200, { code: "constructor" }, "content constructor"],
  [byId, 202, { id: 7, code: "queued" }, "7"],
  [byId, 202, { code: 9 }, "policy 9"],
  [byId, 202, {}, "ambiguous no-message-id"],
  [byId, 200, { id: 7 }, "ambiguous http-200"],
  [byId, 401, "", "sender http-401"],
  [byStatus, 204, "", "accepted"],
  [byStatus, 200, "<html>", "ambiguous http-200"],
  [byStatus, 204, { code: 1 }, "sender 1"],
])("%#: %j answered %i %j is %s", (rules, status, body, outcome) => {
  expect(outcomeOf(rules, status, body)).toBe(outcome);
});
