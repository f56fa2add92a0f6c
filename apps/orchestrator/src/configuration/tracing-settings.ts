import { ConfigurationError } from "@todoke/core";
import { type Environment, variable } from "./environment.ts";

/** Where traces go, and how many of them. */
export interface TracingSettings {
  /** Takes OTLP over HTTP, as JSON. */
  readonly url: string;
  /** Sent along with each export; they may hold credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** What else is said of this process in every span. */
  readonly resource: Readonly<Record<string, string>>;
  readonly sampling: Sampling;
}

/** Which requests are traced. */
export interface Sampling {
  /** 0 to 1, of all that are not left out. */
  readonly share: number;
  /** Leaves out those whose callers say that they do not record them themselves. That they do makes none more likely. */
  readonly heedsCaller: boolean;
}

/** What the environment says of traces, by OpenTelemetry's own variables. */
export interface ReadTracing {
  readonly tracing?: TracingSettings;
  readonly warnings: readonly string[];
}

/** Tracing is on where a collector or an exporter is named. Throws `ConfigurationError` naming the variable. */
export function readTracing(environment: Environment): ReadTracing {
  const of = (name: string) => variable(environment, name);
  const exporter = of("OTEL_TRACES_EXPORTER");
  if (exporter !== undefined && exporter !== "otlp" && exporter !== "none") {
    throw new ConfigurationError("OTEL_TRACES_EXPORTER", "must be otlp or none");
  }
  const [tracesEndpoint, endpoint] = [of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"), of("OTEL_EXPORTER_OTLP_ENDPOINT")];
  const isNamed = exporter === "otlp" || tracesEndpoint !== undefined || endpoint !== undefined;
  if (!isNamed || exporter === "none" || of("OTEL_SDK_DISABLED")?.toLowerCase() === "true") return { warnings: [] };
  const { "service.name": serviceName = "todoke", ...resource } = readPairs(environment, "OTEL_RESOURCE_ATTRIBUTES");
  const tracing = {
    url: tracesEndpoint === undefined
      ? `${readUrl("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint ?? "http://localhost:4318").replace(/\/+$/, "")}/v1/traces`
      : readUrl("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", tracesEndpoint),
    headers: { ...readPairs(environment, "OTEL_EXPORTER_OTLP_HEADERS"), ...readPairs(environment, "OTEL_EXPORTER_OTLP_TRACES_HEADERS") },
    serviceName: of("OTEL_SERVICE_NAME") ?? serviceName,
    resource,
    sampling: readSampling(of("OTEL_TRACES_SAMPLER"), of("OTEL_TRACES_SAMPLER_ARG")),
  };
  const protocol = of("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") ?? of("OTEL_EXPORTER_OTLP_PROTOCOL") ?? "http/json";
  const warnings = protocol === "http/json" ? [] : [`OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}: traces are sent as http/json all the same, which collectors take on port 4318`];
  return { tracing, warnings };
}

const samplers: Readonly<Record<string, { readonly heedsCaller: boolean; readonly share?: number }>> = {
  always_on: { heedsCaller: false, share: 1 },
  always_off: { heedsCaller: false, share: 0 },
  traceidratio: { heedsCaller: false },
  parentbased_always_on: { heedsCaller: true, share: 1 },
  parentbased_always_off: { heedsCaller: true, share: 0 },
  parentbased_traceidratio: { heedsCaller: true },
};

function readSampling(name = "parentbased_always_on", argument = "1"): Sampling {
  const sampler = Object.hasOwn(samplers, name) ? samplers[name] : undefined;
  if (sampler === undefined) throw new ConfigurationError("OTEL_TRACES_SAMPLER", `must be one of ${Object.keys(samplers).join(", ")}`);
  const share = sampler.share ?? (argument.trim() === "" ? Number.NaN : Number(argument));
  if (!(share >= 0 && share <= 1)) throw new ConfigurationError("OTEL_TRACES_SAMPLER_ARG", "must be a number from 0 to 1");
  return { heedsCaller: sampler.heedsCaller, share };
}

function readUrl(name: string, text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new ConfigurationError(name, "must be an http or https address");
}

/** `name=value,name=value`, percent-encoded. */
function readPairs(environment: Environment, name: string): Readonly<Record<string, string>> {
  const pairs = (variable(environment, name) ?? "").split(",").filter((pair) => pair.trim() !== "");
  try {
    return Object.fromEntries(pairs.map((pair) => {
      const [key = "", ...value] = pair.split("=");
      if (key.trim() === "" || value.length === 0) throw new URIError();
      return [decodeURIComponent(key.trim()), decodeURIComponent(value.join("=").trim())];
    }));
  } catch {
    // Its words would quote the value.
    throw new ConfigurationError(name, "must be pairs such as name=value,other=value, percent-encoded");
  }
}
