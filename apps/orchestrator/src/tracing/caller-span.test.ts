import { describe, expect, it } from "vitest";
import { readCallerSpan } from "./caller-span.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";

describe("a caller's traceparent", () => {
  it.each([
    [`00-${traceId}-${spanId}-01`, true],
    [`00-${traceId}-${spanId}-00`, false],
    // Bits of flags that are not known yet.
    [`00-${traceId}-${spanId}-03`, true],
    [`00-${traceId}-${spanId}-fe`, false],
    // A version that is not known yet.
    [`cc-${traceId}-${spanId}-01`, true],
    [`cc-${traceId}-${spanId}-01-what-the-future-holds`, true],
  ])("is read: %s", (header, isSampled) => {
    expect(readCallerSpan(header)).toEqual({ traceId, spanId, isSampled });
  });

  it.each([
    undefined,
    "",
    `ff-${traceId}-${spanId}-01`,
    `00-${"0".repeat(32)}-${spanId}-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-1`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${traceId.slice(1)}-${spanId}-01`,
    `cc-${traceId}-${spanId}-01.more`,
    `00-${traceId}-${spanId}-0x`,
    `0-${traceId}-${spanId}-01`,
  ])("counts as none: %s", (header) => {
    expect(readCallerSpan(header)).toBeUndefined();
  });

  it("counts as none where there are several", () => {
    expect(readCallerSpan([`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-01`])).toBeUndefined();
  });
});
