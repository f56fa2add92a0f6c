import { type Context, type Link, ROOT_CONTEXT, type Span as OpenTelemetrySpan, SpanKind, SpanStatusCode, trace, TraceFlags } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { AlwaysOnSampler, SamplingDecision, TraceIdRatioBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import type { EngineLog, Span, SpanPlace, SpanStart } from "@todoke/engine";
import type { Sampling, TracingSettings } from "../configuration/tracing-settings.ts";
import { packageVersion } from "../package-version.ts";
import type { CallerSpan } from "./caller-span.ts";
import { SpanQueue } from "./span-queue.ts";
import type { Tracing } from "./tracing.ts";

/** How long one export may take with its retries, in milliseconds. */
const exportTimeoutMs = 5_000;

const kinds: Readonly<Record<SpanStart["kind"], SpanKind>> = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER };

/** Sends spans to a collector by OpenTelemetry's own libraries. The only file that knows them, beside the queue. */
export function openTelemetry({ url, headers, serviceName, resource, sampling }: TracingSettings, log: EngineLog): Tracing {
  const queue = new SpanQueue(new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: exportTimeoutMs }), log);
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ ...resource, "service.name": serviceName, "service.version": packageVersion() })),
    // Whoever begins a span has decided that it is recorded.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [queue],
  });
  const tracer = provider.getTracer("todoke");
  const isSampled = sampler(sampling);
  return {
    tracer: {
      begin({ name, kind, parent, link, attributes }) {
        const links: Link[] = link === undefined ? [] : [{ context: contextOf(link) }];
        return spanOf(tracer.startSpan(name, { kind: kinds[kind], links, attributes: { ...attributes } }, within(parent)));
      },
    },
    beginRequest(name, attributes, caller) {
      if (!isSampled(caller)) return undefined;
      return spanOf(tracer.startSpan(name, { kind: SpanKind.SERVER, attributes: { ...attributes } }, within(caller)));
    },
    stop: () => queue.shutdown(),
  };
}

/** By the caller's trace, all services that sample the same share of them record the same ones. */
function sampler({ share, heedsCaller }: Sampling): (caller: CallerSpan | undefined) => boolean {
  const ratio = new TraceIdRatioBasedSampler(share);
  return (caller) => {
    if (caller === undefined) return Math.random() < share;
    if (heedsCaller && !caller.isSampled) return false;
    return ratio.shouldSample(ROOT_CONTEXT, caller.traceId).decision === SamplingDecision.RECORD_AND_SAMPLED;
  };
}

function within(parent: SpanPlace | undefined): Context {
  return parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, contextOf(parent));
}

function contextOf({ traceId, spanId }: SpanPlace) {
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
}

function spanOf(span: OpenTelemetrySpan): Span {
  const { traceId, spanId } = span.spanContext();
  return {
    place: { traceId, spanId },
    end(attributes, errorType) {
      if (attributes !== undefined) span.setAttributes({ ...attributes });
      if (errorType !== undefined) span.setAttribute("error.type", errorType).setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}
