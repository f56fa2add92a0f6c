import { inspect } from "node:util";
import { ConfigurationError } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { readTracing } from "./tracing-settings.ts";

const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/" };

describe("what OpenTelemetry's variables say", () => {
  it("is that nothing is traced where they name no collector, or say so", () => {
    const environments = [{}, { OTEL_SERVICE_NAME: "shop" }, { ...collector, OTEL_TRACES_EXPORTER: "none" }, { ...collector, OTEL_SDK_DISABLED: "true" }];
    for (const environment of environments) expect(readTracing(environment)).toEqual({ warnings: [] });
  });

  it("is where traces go, and in whose name", () => {
    expect(readTracing(collector).tracing).toEqual({
      url: "http://collector:4318/v1/traces",
      headers: {},
      serviceName: "todoke",
      resource: {},
      sampling: { heedsCaller: true, share: 1 },
    });
    expect(readTracing({ OTEL_TRACES_EXPORTER: "otlp" }).tracing?.url).toBe("http://localhost:4318/v1/traces");
    expect(readTracing({ ...collector, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces.example/in" }).tracing?.url).toBe("https://traces.example/in");
    expect(readTracing({
      ...collector,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Basic%20YTpi=, x-tenant = one",
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-tenant=two",
      OTEL_RESOURCE_ATTRIBUTES: "service.name=shop,deployment.environment=test",
    }).tracing).toMatchObject({
      headers: { authorization: "Basic YTpi=", "x-tenant": "two" },
      serviceName: "shop",
      resource: { "deployment.environment": "test" },
    });
  });

  it.each([
    ["always_on", undefined, { heedsCaller: false, share: 1 }],
    ["always_off", "1", { heedsCaller: false, share: 0 }],
    ["traceidratio", "0.25", { heedsCaller: false, share: 0.25 }],
    ["parentbased_always_on", "0.1", { heedsCaller: true, share: 1 }],
    ["parentbased_traceidratio", "0.01", { heedsCaller: true, share: 0.01 }],
    ["parentbased_traceidratio", undefined, { heedsCaller: true, share: 1 }],
  ])("is how many are traced: %s %s", (name, argument, sampling) => {
    const environment = { ...collector, OTEL_TRACES_SAMPLER: name, ...(argument !== undefined && { OTEL_TRACES_SAMPLER_ARG: argument }) };
    expect(readTracing(environment).tracing?.sampling).toEqual(sampling);
  });

  it("is refused by name where it cannot be followed, without what it says", () => {
    const secret = "the-collectors-key";
    const refused = [
      ["OTEL_TRACES_EXPORTER", "zipkin"],
      ["OTEL_TRACES_SAMPLER", "jaeger_remote"],
      ["OTEL_TRACES_SAMPLER", "toString"],
      ["OTEL_EXPORTER_OTLP_ENDPOINT", `collector:4318/${secret}`],
      ["OTEL_EXPORTER_OTLP_HEADERS", secret],
      ["OTEL_EXPORTER_OTLP_HEADERS", `authorization=${secret}%`],
    ] as const;
    for (const [name, value] of refused) {
      const read = () => readTracing({ ...collector, [name]: value });
      expect(read).toThrow(ConfigurationError);
      expect(read).toThrow(name);
      expect(inspect(thrownBy(read))).not.toContain(secret);
    }
    for (const share of ["-0.1", "1.1", "many", " "]) {
      expect(() => readTracing({ ...collector, OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: share })).toThrow("OTEL_TRACES_SAMPLER_ARG");
    }
  });

  it("is warned of where a collector is to be spoken to otherwise", () => {
    expect(readTracing({ ...collector, OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }).warnings).toEqual([expect.stringContaining("http/json")]);
    expect(readTracing({ ...collector, OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" }).warnings).toEqual([]);
  });
});

function thrownBy(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    return error;
  }
  return undefined;
}
