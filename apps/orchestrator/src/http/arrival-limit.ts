import type { IncomingHttpHeaders } from "node:http";
import type { FastifyRequest } from "fastify";
import { answerClientError } from "./client-error-handler.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Its bodies are worked on while they come in, and watch for themselves that they do. */
    readonly takesAnyTime?: boolean;
  }
}

/** How long a request may take to arrive, its body included, in milliseconds. */
const arrivalMs = 30_000;

/**
 * Ends requests whose bodies do not arrive in time, but those of routes that take any time, unless `evenUploads`. Node's own
 * limit knows no routes.
 */
export function limitArrival({ raw, routeOptions }: FastifyRequest, { evenUploads = false } = {}): void {
  if (raw.complete || !hasBody(raw.headers) || (routeOptions.config?.takesAnyTime === true) !== evenUploads) return;
  const timer = setTimeout(() => {
    if (raw.complete) return;
    answerClientError(Object.assign(new Error("too late"), { code: "ERR_HTTP_REQUEST_TIMEOUT" }), raw.socket);
    raw.socket.destroySoon();
  }, arrivalMs);
  raw.once("close", () => clearTimeout(timer));
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}
