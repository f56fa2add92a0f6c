import type { CallOptions } from "@todoke/core";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty when it was longer than 256 KiB. */
  readonly text: string;
}

/** No complete answer arrived. Holds nothing of the request. */
export class NoAnswerError extends Error {
  /** `timeout`, `aborted`, or the system's own: `ECONNREFUSED`. */
  readonly code: string;
  /** Whether any byte of the request may have reached the vendor. `fetch` does not say it of a time-out: it may have. */
  readonly written: boolean;

  constructor(code: string, written: boolean) {
    super(`No answer: ${code}`);
    this.name = "NoAnswerError";
    this.code = code;
    this.written = written;
  }
}

/** Node's timers hold no more, and run at once when asked to: 24 days stand for any longer deadline. */
const longestTimeoutMs = 2 ** 31 - 1;

const longestAnswerBytes = 256 * 1_024;

/**
 * One request within its deadline, from waiting for a connection to the last byte of the answer. Follows no redirect. Any
 * status is an answer; rejects with {@link NoAnswerError} without one.
 */
export async function callOnce({ url, ...request }: HttpRequest, options: CallOptions): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(Math.min(options.timeoutMs, longestTimeoutMs));
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  if (signal.aborted) throw new NoAnswerError("aborted", false);
  try {
    const answer = await fetch(url, { ...request, redirect: "manual", signal });
    return { status: answer.status, headers: answer.headers, text: await readText(answer) };
  } catch (error) {
    if (deadline.aborted) throw new NoAnswerError("timeout", true);
    if (signal.aborted) throw new NoAnswerError("aborted", true);
    const code = codeOf(error);
    throw new NoAnswerError(code, !neverConnected.has(code));
  }
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > longestAnswerBytes) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** There was no connection to write to. */
const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "EMFILE",
  "UND_ERR_CONNECT_TIMEOUT",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** `fetch` keeps the reason in the cause of its error. */
function codeOf(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code: unknown = typeof cause === "object" && cause !== null ? Reflect.get(cause, "code") : undefined;
  return typeof code === "string" && /^[A-Z0-9_]+$/.test(code) ? code : "no-answer";
}
