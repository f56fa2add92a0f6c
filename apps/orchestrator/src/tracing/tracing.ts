import type { EngineLog, Span, Tracer } from "@todoke/engine";
import type { TracingSettings } from "../configuration/tracing-settings.ts";
import type { CallerSpan } from "./caller-span.ts";

/** What records spans and sends them to a collector. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Begins the span of a request that somebody made of us; undefined where it is not sampled. */
  readonly beginRequest: (name: string, attributes: Readonly<Record<string, string>>, caller: CallerSpan | undefined) => Span | undefined;
  /** Sends what is recorded, and gives up on that after some seconds. Never rejects. */
  stop(): Promise<void>;
}

/** What is traced, if anything is. Boxed, because a container does not hold what is not there. */
export interface PerhapsTracing {
  readonly tracing: Tracing | undefined;
}

/** Loads what records and sends traces where they are asked for, and only then: it takes time from a start. */
export async function startTracing(settings: TracingSettings | undefined, log: EngineLog): Promise<PerhapsTracing> {
  if (settings === undefined) return { tracing: undefined };
  const { openTelemetry } = await import("./open-telemetry.ts");
  return { tracing: openTelemetry(settings, log) };
}
