import { registerHooks } from "node:module";
import { expect, it } from "vitest";
import { post } from "../testing/call-service.ts";

/** What Node is asked for of OpenTelemetry, but for what the metrics ask for: its interface alone. */
const loaded: string[] = [];
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.includes("opentelemetry") && !context.parentURL?.includes("/prom-client/")) loaded.push(specifier);
    return next(specifier, context);
  },
});

// Only now: what these load is to be seen.
const { startService } = await import("../testing/start-service.ts");
const { startTracing } = await import("./tracing.ts");

it("nothing is traced, and nothing of OpenTelemetry loaded, where no collector is named", async () => {
  const service = await startService({ environment: { OTEL_SERVICE_NAME: "named-all-the-same" } });
  const message = { to: [{ addresses: { phone: "+819077770001" } }], text: "届け", plan: { steps: [{ channel: "sms" }] } };
  const { status, body } = await post(service.url, "/v1/messages", message, { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" });
  await service.close();
  expect(status).toBe(202);
  expect(body).not.toHaveProperty("traceId");
  expect(loaded).toEqual([]);

  const settings = { url: "http://127.0.0.1:9/v1/traces", headers: {}, serviceName: "todoke", resource: {}, sampling: { heedsCaller: true, share: 1 } };
  const { tracing } = await startTracing(settings, { info() {}, warn() {}, error() {} });
  await tracing?.stop();
  expect(loaded.join()).toContain("opentelemetry/sdk-trace");
}, 60_000);
