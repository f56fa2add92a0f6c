import { Agent as HttpAgent, request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { CallOptions } from "@todoke/core";

/** Longest answer that is read; Vonage's own are a few hundred bytes. */
const maxAnswerBytes = 1024 * 1024;

/** Node's timers hold no more, and run at once when asked to: 24 days stand for any longer deadline. */
const longestTimeoutMs = 2 ** 31 - 1;

export interface TransportResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Empty when the answer was longer than a mebibyte. */
  readonly text: string;
}

/** No complete answer arrived. Never leaves this package: `errors.ts` turns it into a `ProviderError`. */
export class TransportFailure extends Error {
  /** `timeout`, `aborted`, or the code of the operating system or of Node: `ECONNREFUSED`. */
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

/** Kept-alive connections to one base address, over Node's own client: it follows no redirect and repeats nothing. */
export interface Transport {
  /** One POST, bounded by `options`. Any status is an answer; rejects with {@link TransportFailure} without one. */
  post(path: string, headers: Readonly<Record<string, string>>, body: string, options: CallOptions): Promise<TransportResponse>;
  /** Waits for the requests under way, then closes every connection. */
  close(): Promise<void>;
}

export function createTransport(baseUrl: string): Transport {
  const base = baseUrl.replace(/\/$/, "");
  const isSecure = base.startsWith("https:");
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const open = isSecure ? requestHttps : requestHttp;
  const underWay = new Set<Promise<unknown>>();

  function exchange(path: string, headers: Readonly<Record<string, string>>, body: string, { timeoutMs, signal }: CallOptions) {
    if (signal?.aborted === true) return Promise.reject(new TransportFailure("aborted", false));
    return new Promise<TransportResponse>((resolve, reject) => {
      let written = false;
      const outgoing = open(base + path, { method: "POST", agent, headers });
      const timer = setTimeout(() => fail("timeout"), Math.min(timeoutMs, longestTimeoutMs));
      const abort = () => fail("aborted");
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
      };
      // The first reason stays: what follows from ending the request finds the promise settled.
      const fail = (code: string) => {
        settle();
        reject(new TransportFailure(code, written));
        outgoing.destroy();
      };
      signal?.addEventListener("abort", abort, { once: true });
      outgoing.on("socket", (socket) => {
        if (socket.connecting) socket.once(isSecure ? "secureConnect" : "connect", () => (written = true));
        else written = true;
      });
      outgoing.on("error", (error) => fail(codeOf(error)));
      outgoing.on("response", (incoming) => {
        readBody(incoming).then(
          (text) => {
            settle();
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
          },
          (error: unknown) => fail(codeOf(error)),
        );
      });
      outgoing.end(body);
    });
  }

  return {
    post(path, headers, body, options) {
      const call = exchange(path, headers, body, options);
      underWay.add(call);
      return call.finally(() => underWay.delete(call));
    },
    async close() {
      await Promise.allSettled(underWay);
      agent.destroy();
    },
  };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "broken-connection";
}
