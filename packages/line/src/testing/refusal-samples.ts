import type { AdapterSubject, ScriptedResponse } from "@todoke/adapter-kit";
import type { JsonObject } from "@todoke/core";
import { channelSecret } from "./webhook-samples.ts";

export const channelAccessToken = "token-of-the-bakery";
export const text = { type: "text", text: "Your bread is ready" } as const;
/** What LINE calls the request. */
export const named = { headers: { "x-line-request-id": "r-1" } };
const slowDown = { status: 429, headers: { "retry-after": "3" } };

export function refused(status: number, message: string, details?: JsonObject): ScriptedResponse {
  return { status, ...named, body: { message, ...(details && { details: [details] }) } };
}

/** What every call to LINE may be answered. */
export const everyCall = {
  secrets: [channelAccessToken, channelSecret],
  refusals: [
    { title: "wrong token", answer: refused(401, "Authentication failed"), class: "sender", requestId: "r-1" },
    { title: "not allowed", answer: refused(403, "Access to this API is not available"), class: "sender" },
    { title: "an empty field", answer: refused(400, "The request body has 1 error(s)"), class: "content" },
    {
      title: "an empty field that LINE names",
      answer: refused(400, "The request body has 1 error(s)", { property: "messages[0].text", message: "May not be empty" }),
      class: "content",
      mentions: "400, messages[0].text: May not be empty)",
    },
    {
      title: "a field that LINE quotes",
      answer: refused(400, "The request body has 1 error(s)", { property: "messages[0].text", message: "'Hello' is bad" }),
      class: "content",
      mentions: "400, messages[0].text)",
    },
    {
      title: "a field that we did not send",
      answer: refused(400, "The request body has 1 error(s)", { property: "Hello", message: "May not be empty" }),
      class: "content",
      mentions: "HTTP 400)",
    },
    ...[
      ["a length", "Length must be between 0 and 5000", ": Length must be between 0 and 5000)"],
      ["a size", "Size must be between 10 and 50", ": Size must be between 10 and 50)"],
      ["a word of LINE's own", "INVALID_STATE", ": INVALID_STATE)"],
      ["words before those of LINE", "Hello: May not be empty", ")"],
      ["words after those of LINE", "May not be empty: Hello", ")"],
    ].map(([title = "", message = "", shown = ""]) => ({
      title: `a field and ${title}`,
      answer: refused(400, "The request body has 1 error(s)", { property: "messages[0].text", message }),
      class: "content" as const,
      mentions: `400, messages[0].text${shown}`,
    })),
    ...["Hello messages[0].text", "messages[0].text of Hello"].map((property) => ({
      title: `a field that is none of ours: ${property}`,
      answer: refused(400, "The request body has 1 error(s)", { property, message: "May not be empty" }),
      class: "content" as const,
      mentions: "HTTP 400)",
    })),
    {
      title: "more fields than anybody reads",
      answer: { status: 400, body: { message: "No", details: [0, 1, 2, 3, 4, 5].map((index) => ({ property: `to.${index}` })) } },
      class: "content",
      mentions: ", to.3, to.4)",
    },
    { title: "too fast, without words", answer: { status: 429, body: {} }, class: "throttled", providerCode: "http-429" },
    { title: "too fast, in no words", answer: { status: 429, body: { message: 7 } }, class: "throttled", providerCode: "http-429" },
    { title: "words around a refusal", answer: refused(400, "Sorry. Failed to send messages"), class: "content" },
    { title: "too fast", answer: refused(429, "The API rate limit has been exceeded"), class: "throttled" },
    { title: "too fast, for three seconds", answer: slowDown, class: "throttled", retryAfterMs: 3_000 },
    { title: "the month's end", answer: refused(429, "You have reached your monthly limit."), class: "quota" },
    { title: "an error of LINE", answer: refused(500, "Internal Server Error"), class: "ambiguous", mentions: "may have accepted" },
    { title: "no right to it", answer: refused(402, "Payment required"), class: "sender", providerCode: "http-402" },
    { title: "no such call", answer: refused(405, "Method not allowed"), class: "sender", providerCode: "http-405" },
    { title: "too slow", answer: refused(408, "Timeout"), class: "ambiguous", providerCode: "http-408" },
    { title: "several choices", answer: refused(300, "Choose"), class: "sender", providerCode: "http-300" },
    { title: "nothing known", answer: refused(418, "I am a teapot"), class: "content", providerCode: "http-418" },
    { title: "a success that is none", answer: { status: 204, ...named }, class: "ambiguous", providerCode: "unreadable-answer" },
    { title: "a request without a name", answer: { status: 401, headers: { "x-line-request-id": "" } }, class: "sender" },
    { title: "unavailable", answer: refused(503, "Service Unavailable"), class: "unavailable" },
  ],
  unknownRefusal: refused(400, "The stars are not right"),
  quoting: (words) => refused(400, words, { message: words, property: "messages[0].text" }),
  cost: [{ content: text, units: 1 }],
} as const satisfies Partial<AdapterSubject>;
