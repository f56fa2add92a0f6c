import type { RateLimit } from "@todoke/core";
import type { FastifyReply } from "fastify";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { HttpProblem } from "../problem.ts";

/** Counts one request of a key, and says in the answer's headers what is left. Throws `HttpProblem` where nothing is. */
export type CountRequest = (key: string, reply: FastifyReply) => Promise<void>;

/**
 * Each key may ask so often within a stretch of time, which begins with its first request; this process counts for itself. The headers
 * are those of the IETF draft "RateLimit header fields for HTTP".
 */
export function limitRequests({ requests, perMs }: RateLimit): CountRequest {
  const limiter = new RateLimiterMemory({ points: requests, duration: perMs / 1_000 });
  const policy = `"${policyName}";q=${requests};w=${seconds(perMs)}`;
  return async (key, reply) => {
    const state = await limiter.consume(key).catch((refusal: unknown) => refusal);
    if (!(state instanceof RateLimiterRes)) throw state;
    const againInSeconds = seconds(state.msBeforeNext);
    reply.header("ratelimit-policy", policy);
    reply.header("ratelimit", `"${policyName}";r=${state.remainingPoints};t=${againInSeconds}`);
    if (state.consumedPoints <= requests) return;
    const detail = `The key may ask ${requests} times within ${seconds(perMs)} s: wait ${againInSeconds} s.`;
    throw new HttpProblem("too-many-requests", detail, [], { "retry-after": String(againInSeconds) });
  };
}

const policyName = "key";

/** In the headers, from 1. */
function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}
