import { createHash } from "node:crypto";
import type { KeyedAnswer, RequestKey } from "@todoke/engine";
import type { FastifyReply, FastifyRequest } from "fastify";
import { canonicalJson } from "./canonical-json.ts";
import { HttpProblem } from "./problem.ts";

/** The request's key; undefined where its caller gave none. Throws `HttpProblem` where that is no key. */
export function requestKey({ method, routeOptions, headers }: FastifyRequest, body: object): RequestKey | undefined {
  const header = headers["idempotency-key"];
  if (header === undefined) return undefined;
  const endpoint = `${method} ${routeOptions.url}`;
  const fingerprint = createHash("sha256").update(`${endpoint}\n${canonicalJson(body)}`).digest("base64url");
  return { endpoint, key: readIdempotencyKey(String(header)), fingerprint };
}

/** The key in the header's value, bare as most clients send it or in quotes as the draft has it. Throws `HttpProblem`. */
export function readIdempotencyKey(header: string): string {
  const key = /^"(?:[^"\\]|\\["\\])*"$/.test(header) ? header.slice(1, -1).replaceAll(/\\(["\\])/g, "$1") : header;
  const isQuoteOpen = key === header && header.startsWith('"');
  if (isQuoteOpen || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new HttpProblem("malformed-request", "The Idempotency-Key is none; nothing was written.", [notAKey]);
  }
  return key;
}

const notAKey = { header: "Idempotency-Key", code: "malformed", detail: "must be 1 to 255 visible ASCII characters, given once, bare or in double quotes" };

/** Answers as the first of equal requests was answered, and says so to those that came later. */
export function sendKeyedAnswer(reply: FastifyReply, keyed: KeyedAnswer): FastifyReply {
  return markReplay(reply, keyed).type("application/json; charset=utf-8").send(keyed.answer);
}

/** Says of an answer to a repetition that it is one. */
export function markReplay(reply: FastifyReply, { isReplay }: KeyedAnswer): FastifyReply {
  return isReplay ? reply.header("idempotent-replayed", "true") : reply;
}
