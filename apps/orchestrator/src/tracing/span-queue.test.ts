import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import { describe, expect, it } from "vitest";
import { SpanQueue, type SpanQueueSettings } from "./span-queue.ts";

const span = {} as ReadableSpan;

/** A queue before a collector that answers as it is told; undefined: never. */
function queueBefore(answer: () => number | undefined, settings: Partial<SpanQueueSettings> = {}) {
  const sent: number[] = [];
  const told: unknown[] = [];
  const exporter: SpanExporter = {
    export(spans, done) {
      sent.push(spans.length);
      const code = answer();
      if (code !== undefined) setImmediate(() => done({ code }));
    },
    shutdown: () => Promise.resolve(),
  };
  const log = { info() {}, warn: (fields: object) => void told.push(fields), error() {} };
  const queue = new SpanQueue(exporter, log, { waitMs: 60_000, ...settings });
  const end = (count: number) => Array.from({ length: count }, () => queue.onEnd(span));
  return { queue, sent, told, end };
}

describe("spans on their way to a collector", () => {
  it("go in exports of a bounded size, one after the other", async () => {
    const { queue, sent, told, end } = queueBefore(() => 0, { mostSent: 3 });
    end(7);
    await queue.forceFlush();
    expect(sent).toEqual([3, 3, 1]);
    await queue.shutdown();
    expect(told).toEqual([]);
  });

  it("go after a while without anybody asking", async () => {
    const { queue, sent, end } = queueBefore(() => 0, { waitMs: 10 });
    end(1);
    await expect.poll(() => sent, { timeout: 2_000 }).toEqual([1]);
    await queue.shutdown();
  });

  it("are dropped and counted where the collector does not answer, without anybody waiting, and told of once in a while", async () => {
    const { queue, sent, told, end } = queueBefore(() => undefined, { mostSent: 2, mostWaiting: 5, stopWithinMs: 50 });
    end(20);
    // Two are out, five wait, and thirteen found no room; the first of those is told of at once.
    expect(told).toEqual([{ spans: 1 }]);
    const before = performance.now();
    await queue.shutdown();
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(sent).toEqual([2]);
    expect(told).toEqual([{ spans: 1 }, { spans: 12 + 5 }]);
  });

  it("are dropped and counted where the collector refuses them", async () => {
    const { queue, sent, told, end } = queueBefore(() => 1, { mostSent: 2, tellEveryMs: 0 });
    end(4);
    await queue.forceFlush();
    await queue.forceFlush();
    expect(sent).toEqual([2, 2]);
    expect(told).toEqual([{ spans: 2 }, { spans: 2 }]);
    await queue.shutdown();
  });

  it("are dropped and counted where an export throws", async () => {
    const { queue, told, end } = queueBefore(() => {
      throw new Error("broken");
    });
    end(1);
    await queue.forceFlush();
    expect(told).toEqual([{ spans: 1 }]);
    await queue.shutdown();
  });
});
