import type { SpanPlace } from "./tracer.ts";

const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/;

/** The place of a recorded span as W3C Trace Context writes it, for headers and for the database. */
export function formatTraceparent({ traceId, spanId }: SpanPlace): string {
  return `00-${traceId}-${spanId}-01`;
}

/** What `formatTraceparent` wrote. */
export function parseTraceparent(traceparent: string): SpanPlace | undefined {
  const [, traceId, spanId] = form.exec(traceparent) ?? [];
  return traceId === undefined || spanId === undefined ? undefined : { traceId, spanId };
}
