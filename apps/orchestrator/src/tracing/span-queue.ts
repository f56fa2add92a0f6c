import type { EngineLog } from "@todoke/engine";
import type { ReadableSpan, SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";

export interface SpanQueueSettings {
  /** Spans that wait; those that come while there are so many are dropped. */
  readonly mostWaiting: number;
  /** Spans in one export. */
  readonly mostSent: number;
  /** How long a span waits for others, in milliseconds. */
  readonly waitMs: number;
  /** How long the last export may take, in milliseconds. */
  readonly stopWithinMs: number;
  /** Least time between two lines of the log about spans that were lost, in milliseconds. */
  readonly tellEveryMs: number;
}

const usual: SpanQueueSettings = { mostWaiting: 8_192, mostSent: 512, waitMs: 1_000, stopWithinMs: 3_000, tellEveryMs: 60_000 };

/**
 * Sends spans to a collector, one export after the other. Whoever ends a span never waits for that: what a collector that is away,
 * or too slow, does not take is dropped, counted and told of.
 */
export class SpanQueue implements SpanProcessor {
  readonly #exporter: SpanExporter;
  readonly #log: EngineLog;
  readonly #settings: SpanQueueSettings;
  readonly #timer: NodeJS.Timeout;
  readonly #waiting: ReadableSpan[] = [];
  #sending: Promise<void> | undefined;
  #lost = 0;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(exporter: SpanExporter, log: EngineLog, settings: Partial<SpanQueueSettings> = {}) {
    this.#exporter = exporter;
    this.#log = log;
    this.#settings = { ...usual, ...settings };
    this.#timer = setInterval(() => void this.forceFlush(), this.#settings.waitMs).unref();
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    const { mostWaiting, mostSent } = this.#settings;
    if (this.#waiting.length >= mostWaiting) return this.#lose(1);
    this.#waiting.push(span);
    if (this.#waiting.length >= mostSent) void this.forceFlush();
  }

  /** Resolves when nothing waits, or an export failed. */
  forceFlush(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  /** Sends what waits, in the time that there is for it. */
  async shutdown(): Promise<void> {
    clearInterval(this.#timer);
    const patience = AbortSignal.timeout(this.#settings.stopWithinMs);
    const outOfPatience = new Promise<void>((resolve) => patience.addEventListener("abort", () => resolve(), { once: true }));
    await Promise.race([this.forceFlush(), outOfPatience]);
    const left = this.#waiting.splice(0).length;
    this.#toldAtMs = Number.NEGATIVE_INFINITY;
    if (left + this.#lost > 0) this.#lose(left);
    void this.#exporter.shutdown().catch(() => undefined);
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#settings.mostSent);
      if (await this.#send(batch)) continue;
      this.#lose(batch.length);
      return;
    }
  }

  #send(batch: ReadableSpan[]): Promise<boolean> {
    return new Promise((resolve) => {
      try {
        this.#exporter.export(batch, ({ code }) => resolve(code === 0));
      } catch {
        resolve(false);
      }
    });
  }

  #lose(spans: number): void {
    this.#lost += spans;
    const now = performance.now();
    if (now - this.#toldAtMs < this.#settings.tellEveryMs) return;
    this.#log.warn({ spans: this.#lost }, "spans of traces were dropped: their collector did not take them, or not as fast as they came");
    this.#toldAtMs = now;
    this.#lost = 0;
  }
}
