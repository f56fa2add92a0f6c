import { describe, expect, test } from "vitest";
import type { EndpointName } from "./endpoints.ts";
import { errorFromFailure, errorFromResponse } from "./errors.ts";
import { TransportFailure } from "./transport.ts";

function read(endpoint: EndpointName, status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return errorFromResponse(endpoint, { status, headers, text }, "key");
}

const refusal = (message: string, ...details: { message: string; property: string }[]) => ({ message, details });

describe("what LINE's refusals mean", () => {
  test.each<[EndpointName, number, unknown, string, string]>([
    ["push", 400, refusal("Failed to send messages"), "recipient", "failed-to-send-messages"],
    [
      "push",
      400,
      refusal("The property, 'to', in the request body is invalid (line: -, column: -)"),
      "recipient",
      "invalid-recipient",
    ],
    [
      "pnp-template",
      400,
      refusal("The request body has 1 error(s)", {
        message: "The value must be a valid SHA-256 digest.",
        property: "to",
      }),
      "recipient",
      "invalid-recipient",
    ],
    [
      "push",
      400,
      refusal("The request body has 1 error(s)", { message: "May not be empty", property: "messages[0].text" }),
      "content",
      "http-400",
    ],
    ["push", 400, refusal("The property, 'total', in the request body is invalid"), "content", "http-400"],
    ["pnp-template", 400, refusal("Invalid templateKey: reserve_004"), "content", "http-400"],
    ["push", 401, refusal("Authentication failed due to the following reason: invalid token"), "sender", "http-401"],
    ["pnp-template", 403, refusal("Access to this API is not available for your account"), "sender", "http-403"],
    ["push", 404, "<html>no such page</html>", "sender", "http-404"],
    ["profile", 404, refusal("Not found"), "recipient", "profile-404"],
    ["profile", 404, "<html>Not found</html>", "sender", "http-404"],
    ["push", 408, "", "ambiguous", "http-408"],
    ["push", 413, "", "content", "http-413"],
    ["pnp-template", 422, refusal("Failed to send messages"), "recipient", "http-422"],
    ["push", 422, "", "content", "http-422"],
    ["push", 429, refusal("You have reached your monthly limit."), "quota", "monthly-limit"],
    ["push", 429, refusal("The API rate limit has been exceeded. Try again later."), "throttled", "http-429"],
    ["push", 429, "", "throttled", "http-429"],
    ["push", 429, refusal("Too many messages to the same user"), "throttled", "too-many-to-one"],
    ["multicast", 429, refusal("Too many messages to the same user"), "throttled", "http-429"],
    ["push", 302, "", "sender", "http-302"],
    ["push", 418, "", "content", "http-418"],
    ["push", 500, "", "ambiguous", "http-500"],
    ["push", 502, "<html>", "ambiguous", "http-502"],
    ["push", 503, "", "unavailable", "http-503"],
    ["push", 504, "", "ambiguous", "http-504"],
    ["push", 599, "", "ambiguous", "http-599"],
    ["profile", 500, "", "unavailable", "http-500"],
    ["push", 200, "<html>", "ambiguous", "unreadable-answer"],
    ["push", 400, '{"message":null,"details":[null,{"property":7}]}', "content", "http-400"],
  ])("%s %i %j is %s", (endpoint, status, body, errorClass, providerCode) => {
    expect(read(endpoint, status, body)).toMatchObject({ class: errorClass, providerCode, retryKey: "key" });
  });
});

test.each([
  ["The property, to[1], in the request body is invalid (line: -, column: -)", 1],
  ["The property, 'to[499]', in the request body is invalid (line: -, column: -)", 499],
])("the one recipient that a multicast was refused for is named: %s", (message, failedIndex) => {
  expect(read("multicast", 400, { message })).toMatchObject({ class: "recipient", failedIndex });
});

test("a detail names the recipient as well as the message does", () => {
  const body = refusal("The request body has 1 error(s)", { message: "invalid", property: "to[7]" });
  expect(read("multicast", 400, body)).toMatchObject({ class: "recipient", failedIndex: 7 });
});

test("the message points at the field and repeats nothing that was written", () => {
  const error = read(
    "push",
    400,
    refusal(
      "The request body has 3 error(s)",
      { message: "Length must be between 0 and 5000", property: "messages[0].text" },
      { message: "Dear Aiko, your code is 123456", property: "messages[1].text" },
      { message: "May not be empty", property: "Dear Aiko" },
    ),
  );
  expect(error.message).toBe(
    "LINE refused the request body (push, HTTP 400, messages[0].text: Length must be between 0 and 5000, messages[1].text)",
  );
});

test.each<[EndpointName, string, string | undefined]>([
  ["push", "Too many messages to the same user", "address"],
  ["push", "The API rate limit has been exceeded. Try again later.", undefined],
  ["push", "You have reached your monthly limit.", undefined],
  ["multicast", "Too many messages to the same user", undefined],
])("a 429 on %s that says %j leaves alone: %s", (endpoint, message, scope) => {
  expect(read(endpoint, 429, refusal(message)).scope).toBe(scope);
});

test("the request's id and the time to stay away are read from the headers", () => {
  const headers = { "x-line-request-id": "r1", "retry-after": "3" };
  expect(read("push", 429, "", headers)).toMatchObject({ requestId: "r1", retryAfterMs: 3000 });
  const date = new Date(Date.now() + 60_000).toUTCString();
  expect(read("push", 503, "", { "retry-after": date }).retryAfterMs).toBeGreaterThan(50_000);
  expect(read("push", 429, "", { "retry-after": "soon" }).retryAfterMs).toBeUndefined();
});

test("a lost answer is open after bytes went out, and harmless before or for a question", () => {
  const lost = new TransportFailure("timeout", true);
  const unsent = new TransportFailure("ECONNREFUSED", false);
  expect(errorFromFailure("push", lost, "key")).toMatchObject({
    class: "ambiguous",
    providerCode: "timeout",
    retryKey: "key",
  });
  expect(errorFromFailure("push", unsent, "key")).toMatchObject({ class: "unavailable", providerCode: "ECONNREFUSED" });
  expect(errorFromFailure("profile", lost)).toMatchObject({ class: "unavailable", retryKey: undefined });
});
