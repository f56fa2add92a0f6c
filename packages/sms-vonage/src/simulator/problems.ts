import { randomUUID } from "node:crypto";
import type { Outcome } from "@todoke/simulator";

/** What a problem is called, by its code ("API Errors" and "API Errors", Messages API). */
const titles: Readonly<Record<string, string>> = {
  "1020": "Invalid params",
  "1040": "Invalid message",
  "1130": "Invalid TTL",
  "1180": "Absent Subscriber Temporary",
  "1190": "Absent Subscriber Permanent",
  "1210": "Anti-Spam Rejection",
  "1240": "Illegal Number",
  "1260": "Destination unreachable",
  "1420": "Invalid sender",
  "1430": "Invalid recipient",
  throttled: "Rate Limit Hit",
  unauthorized: "Unauthorized",
};

/** A problem as answers have it. */
function problem(code: string) {
  const page = /^\d+$/.test(code) ? "api-errors/messages" : "api-errors";
  return {
    type: `https://developer.vonage.com/${page}#${code}`,
    title: titles[code] ?? code,
    detail: "See the page of this error.",
    instance: randomUUID().replaceAll("-", ""),
  };
}

/** The same as the statuses of messages have it: the code stands in the title. */
export function statusError(code: string) {
  const { title, ...rest } = problem(code);
  return { ...rest, title: code, detail: title };
}

export function refuse(status: number, code: string): Outcome {
  return { answer: { status, body: JSON.stringify(problem(code)), headers: { "content-type": "application/problem+json" } } };
}

/** What Vonage says with a status when nothing is known but that. */
export function describeVonageStatus(status: number): unknown {
  const code = { 401: "unauthorized", 429: "throttled" }[status];
  return code === undefined ? { type: "about:blank", title: `Status ${status}`, detail: "No more is known." } : problem(code);
}
