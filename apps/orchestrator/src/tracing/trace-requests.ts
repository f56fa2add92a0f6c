import type { MessageRequest, Span } from "@todoke/engine";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { readCallerSpan } from "./caller-span.ts";
import type { Tracing } from "./tracing.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Absent where the request is not traced. */
    span?: Span;
  }
}

/** Below these callers ask. */
const doors = ["/v1/", "/compat/"];
/** Where providers post: what they may say of traces is not taken up, as ours is not told them. */
const inbound = "/v1/inbound/";

/**
 * Records a span for each request of the API that is sampled, within its caller's. It names the route and never the address, which
 * may hold tokens and the addresses of recipients.
 */
export function traceRequests(server: FastifyInstance, { beginRequest }: Tracing): void {
  server.addHook("onRequest", (request, _reply, done) => {
    const { method, headers, routeOptions: { url: route = "" } } = request;
    if (doors.some((door) => route.startsWith(door))) {
      const caller = route.startsWith(inbound) ? undefined : readCallerSpan(headers["traceparent"]);
      const span = beginRequest(`${method} ${route}`, { "http.request.method": method, "http.route": route }, caller);
      if (span !== undefined) request.span = span;
    }
    done();
  });
  server.addHook("onResponse", (request, reply, done) => {
    const { statusCode } = reply;
    request.span?.end({ "http.response.status_code": statusCode }, statusCode >= 500 ? String(statusCode) : undefined);
    done();
  });
}

/** What a message that the request asks for is told of its span. */
export function spanOf({ span }: FastifyRequest): Pick<MessageRequest, "parentSpan"> {
  return span === undefined ? {} : { parentSpan: span.place };
}
