import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ErrorCode } from "./error-table.ts";
import { problemDocument } from "./problem.ts";

/** What Node says of bytes that never became a request, by its codes; every other one is malformed. */
const refusals: Readonly<Record<string, { readonly code: ErrorCode; readonly detail: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { code: "request-timeout", detail: "The request did not arrive in time." },
  HPE_HEADER_OVERFLOW: { code: "headers-too-large", detail: "The headers are larger than 16 KiB." },
};

/** Answers a connection whose bytes are no HTTP request, and ends it. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const { code, detail } = refusals[error.code ?? ""] ?? { code: "malformed-request", detail: "This is no HTTP request." };
  const problem = problemDocument(code, detail);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nconnection: close\r\n` +
      `content-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
