import type { EgressClient } from "../egress/egress-client.ts";
import { EgressError } from "../egress/egress-error.ts";
import { monotonicMs, timeOfDayMs } from "../surroundings.ts";
import { formatTraceparent } from "../tracing/traceparent.ts";
import type { SpanPlace } from "../tracing/tracer.ts";
import { signedHeaders } from "./sign.ts";
import { readRetryAfter } from "./webhook-retries.ts";

/** How long a receiver may take, in milliseconds. */
const deadlineMs = 15_000;

/** What is posted, to where, and what it is signed by. */
export interface WebhookPost {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  /** In clear: the one that is, then the one before it while both are used. */
  readonly secrets: readonly string[];
  /** Where the post is recorded: its receiver may go on from there. */
  readonly span?: SpanPlace | undefined;
}

/** What came of one post. */
export interface PostResult {
  /** Undefined: it was taken. */
  readonly failure: string | undefined;
  readonly status: number | undefined;
  /** How long the receiver wants to be left alone. */
  readonly retryAfterMs: number | undefined;
  readonly tookMs: number;
}

/** The answers whose `retry-after` counts. */
const restingStatuses: readonly number[] = [429, 503];

/** Posts once, signed for this moment. Says no more of a failure than whoever gave the address may know. */
export async function postWebhook(egress: EgressClient, { id, url, body, secrets, span }: WebhookPost, signal: AbortSignal): Promise<PostResult> {
  const startedAtMs = monotonicMs();
  const took = () => Math.round(monotonicMs() - startedAtMs);
  // By this machine's clock: receivers hold it against theirs.
  const signed = signedHeaders(secrets, { id, body, timestamp: Math.floor(timeOfDayMs() / 1_000) });
  const headers = { "content-type": "application/json", "user-agent": "Todoke-Webhooks/1", ...signed, ...(span && { traceparent: formatTraceparent(span) }) };
  try {
    const { status, retryAfter } = await egress.post(url, { headers, body, deadlineMs, signal });
    const isTaken = status >= 200 && status < 300;
    const retryAfterMs = restingStatuses.includes(status) ? readRetryAfter(retryAfter, timeOfDayMs()) : undefined;
    return { failure: isTaken ? undefined : `http-${status}`, status, retryAfterMs, tookMs: took() };
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    return { failure: error.code, status: undefined, retryAfterMs: undefined, tookMs: took() };
  }
}
