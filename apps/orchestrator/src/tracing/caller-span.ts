import type { SpanPlace } from "@todoke/engine";

/** The span that a caller works in, as its `traceparent` says. */
export interface CallerSpan extends SpanPlace {
  /** The caller records it. */
  readonly isSampled: boolean;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * Reads a `traceparent` by the rules of W3C Trace Context: one that is malformed counts as none, and of a version that is not
 * known the fields of the first one hold.
 */
export function readCallerSpan(header: string | readonly string[] | undefined): CallerSpan | undefined {
  if (typeof header !== "string") return undefined;
  const [, version = "ff", traceId = "", spanId = "", flags = "", more] = form.exec(header.trim()) ?? [];
  if (version === "ff" || (version === "00" && more !== undefined) || /^0*$/.test(traceId) || /^0*$/.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
