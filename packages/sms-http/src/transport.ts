import { Agent, request as requestOverHttp } from "undici";
import type { CallOptions } from "@todoke/core";
import { neverConnected } from "@todoke/sms-core";
import type { FilledRequest } from "./templates/fill-request.ts";

/** Longest answer that is read: those of carriers have some hundred bytes. */
const maxAnswerBytes = 256 * 1024;

/** Node's timers hold no more, and run at once when asked to: 24 days stand for any longer deadline. */
const longestTimeoutMs = 2 ** 31 - 1;

export interface TransportResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty when the answer was longer than 256 KiB. */
  readonly text: string;
}

/** No complete answer arrived. Never leaves this package, and holds nothing of the request. */
export class TransportFailure extends Error {
  /** `timeout`, `aborted`, or the code of the operating system or of undici: `ECONNREFUSED`. */
  readonly code: string;
  /** Whether any byte of the request may have reached the other side. */
  readonly written: boolean;

  constructor(code: string, written: boolean) {
    super(written ? `No answer: ${code}` : `Not sent: ${code}`);
    this.name = "TransportFailure";
    this.code = code;
    this.written = written;
  }
}

export interface Transport {
  /**
   * One request, bounded by `options`, without following redirects. Any status is an answer; rejects with
   * {@link TransportFailure} without one.
   */
  request(request: FilledRequest, options: CallOptions): Promise<TransportResponse>;
  /** Waits for the requests under way, then closes every connection. */
  close(): Promise<void>;
}

export function createTransport(): Transport {
  // One request at a time on a connection, and as many connections as there are requests: none waits in a queue.
  const agent = new Agent({ allowH2: false, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  let closed: Promise<void> | undefined;
  return {
    request: (request, options) => requestOnce(agent, request, options),
    close: () => (closed ??= agent.close()),
  };
}

async function requestOnce(agent: Agent, request: FilledRequest, options: CallOptions): Promise<TransportResponse> {
  const { url, method, headers, body } = request;
  const deadline = AbortSignal.timeout(Math.min(options.timeoutMs, longestTimeoutMs));
  const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
  if (signal.aborted) throw new TransportFailure("aborted", false);
  try {
    const response = await requestOverHttp(url, { dispatcher: agent, method, headers, body: body ?? null, signal });
    return { status: response.statusCode, headers: response.headers, text: await readText(response.body) };
  } catch (error) {
    if (deadline.aborted) throw new TransportFailure("timeout", true);
    if (signal.aborted) throw new TransportFailure("aborted", true);
    throw failureOf(error);
  }
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Of undici's own codes, those of a request that had no connection to be written to. */
const neverLeftUndici = new Set(["UND_ERR_CONNECT_TIMEOUT", "UND_ERR_CLOSED"]);

function failureOf(error: unknown): TransportFailure {
  const [code, syscall] = [fieldOf(error, "code"), fieldOf(error, "syscall")];
  const known = typeof code === "string" && /^[A-Z0-9_]+$/.test(code) ? code : "no-answer";
  return new TransportFailure(known, !neverConnected(known) && !neverLeftUndici.has(known) && syscall !== "connect");
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
