import type { EngineGauges, EngineObserver } from "@todoke/engine";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { packageVersion } from "../package-version.ts";
import { engineCounters } from "./engine-counters.ts";
import { EngineGaugeMetrics } from "./engine-gauges.ts";

/** One answered request. */
export interface AnsweredRequest {
  readonly method: string;
  /** As it was declared, with names in place of ids; never the address. */
  readonly route: string;
  readonly status: number;
  readonly tookMs: number;
}

/** The metrics of one service; several in one process keep apart. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #gauges = new EngineGaugeMetrics(this.#registry);
  readonly #requests: Histogram<"method" | "route" | "status">;
  /** For the engine. */
  readonly observe: EngineObserver = engineCounters(this.#registry);

  constructor() {
    const registers = [this.#registry];
    this.#requests = new Histogram({
      name: "todoke_http_request_duration_seconds",
      help: "How long requests took to answer, by route and class of status.",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
    const build = new Gauge({ name: "todoke_build_info", help: "Always 1; says which version runs.", labelNames: ["version"], registers });
    build.set({ version: packageVersion() }, 1);
  }

  /** Begins to look at the process as well: memory, CPU, event loop. Once. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  noteRequest({ method, route, status, tookMs }: AnsweredRequest): void {
    this.#requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, tookMs / 1_000);
  }

  /** Of {@link text}. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything in the text format of Prometheus, with the gauges that were had. */
  text(gauges: EngineGauges | undefined): Promise<string> {
    this.#gauges.show(gauges);
    return this.#registry.metrics();
  }
}
