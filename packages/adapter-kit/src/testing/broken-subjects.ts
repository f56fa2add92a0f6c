import { ProviderError, SignatureError, type EvidenceEvent, type InboundEvent } from "@todoke/core";
import type { AdapterCheckId } from "../adapter-checks.ts";
import { thrownBy } from "../refused-call.ts";
import type { AdapterSubject } from "../subject.ts";
import { createPigeonWebhook } from "./pigeon-webhook.ts";
import { breakAdapter, breakCapability, breakErrors, breakEvents, breakSend } from "./break-adapter.ts";
import { withoutErrorClasses, withoutQuotaSamples, withShownTokens } from "./broken-samples.ts";

/** For each check one adapter with one fault, as authors make them, which this check must find and no other may. */
export const brokenSubjects: Readonly<Record<AdapterCheckId, AdapterSubject>> = {
  "identity.words": breakAdapter(() => ({ provider: "Pigeon Post" })),
  "identity.purposes": breakAdapter(() => ({ forbiddenPurposes: { marketing: "" } })),
  "claims.samples": withoutQuotaSamples(),
  "address.canonical": breakAdapter(({ address }) => ({
    address: {
      ...address,
      parse: (given) => (address.parse(given).ok ? { ok: true, address: given } : address.parse(given)),
    },
  })),
  "address.refusal": breakAdapter(({ address }) => ({
    address: {
      ...address,
      parse: (given) => {
        const result = address.parse(given);
        return result.ok ? result : { ok: false, reason: `"${given}" is no loft` };
      },
    },
  })),
  "render.pure": breakAdapter((adapter) => {
    let count = 0;
    return {
      render: (content, context) => {
        const result = adapter.render(content, context);
        return result.ok && result.lost.length > 0 ? { ...result, lost: [`image ${(count += 1)}`] } : result;
      },
    };
  }),
  "render.every-type": breakAdapter((adapter) => ({
    render: (content, context) => {
      const result = adapter.render(content, context);
      return result.ok && content.type === "location" ? { ...result, lost: [] } : result;
    },
  })),
  "render.payload": breakAdapter((adapter) => ({
    render: (content, context) => {
      const result = adapter.render(content, context);
      const preview = content.type === "image" ? { preview: undefined } : {};
      return result.ok ? { ...result, payload: Object.assign({ ...result.payload }, preview) } : result;
    },
  })),
  "render.problems": breakAdapter((adapter) => ({
    render: (content, context) => {
      const result = adapter.render(content, context);
      const wrong = content.type === "notification" && content.templateKey !== "" && !result.ok;
      return wrong
        ? { ok: false, problems: result.problems.map((one) => ({ ...one, pointer: "/content/type" })) }
        : result;
    },
  })),
  "render.extremes": breakAdapter((adapter) => ({
    render: (content, context) => {
      if (content.type === "text") encodeURIComponent(content.text);
      return adapter.render(content, context);
    },
  })),
  "send.request": breakSend(
    (send) =>
      ({ validityPeriodMs: _, ...request }, options) =>
        send(request, options),
  ),
  "send.receipt": breakSend((send) => async (request, options) => {
    const { requestId: _, ...receipt } = await send(request, options);
    return receipt;
  }),
  "send.one-attempt": breakSend(
    (send) => (request, options) =>
      send(request, options).catch((error: unknown) => {
        if (ProviderError.is(error) && error.providerCode === "503") return send(request, options);
        throw error;
      }),
  ),
  "send.redirect": breakErrors(({ providerCode }) => (providerCode === "307" ? { class: "ambiguous" } : {})),
  "calls.deadline": breakSend((send) => (request, options) => send(request, { ...options, timeoutMs: 30_000 })),
  "calls.far-deadline": breakSend(
    (send) => (request, options) =>
      options.timeoutMs > 2 ** 31 - 1 ? Promise.reject(timedOut(request.attemptId)) : send(request, options),
  ),
  "calls.aborted-before": breakSend(
    (send) =>
      (request, { timeoutMs, signal }) =>
        send(request, signal?.aborted ? { timeoutMs } : { timeoutMs, ...(signal && { signal }) }),
  ),
  "calls.aborted-during": breakSend(
    (send) =>
      (request, { timeoutMs, signal }) =>
        send(request, signal?.aborted ? { timeoutMs, signal } : { timeoutMs }),
  ),
  "calls.told-apart": breakErrors(({ providerCode }) =>
    providerCode === "AbortError" ? { providerCode: "TimeoutError" } : {},
  ),
  "calls.lost-answer": breakErrors(({ providerCode }) =>
    providerCode === "ECONNRESET" || providerCode === "UND_ERR_SOCKET" ? { class: "unavailable" } : {},
  ),
  "calls.unreadable-answer": breakSend(
    (send) => (request, options) =>
      send(request, options).catch((error: unknown) => {
        if (!ProviderError.is(error) || error.providerCode !== "unreadable-answer") throw error;
        return { evidence: "accepted", providerMessageIds: [], duplicate: false };
      }),
  ),
  "calls.refused-connection": breakErrors(({ providerCode }) =>
    providerCode === "ECONNREFUSED" ? { class: "ambiguous" } : {},
  ),
  "errors.classes": breakErrors(({ providerCode }) => (providerCode === "4222" ? { class: "recipient" } : {})),
  "errors.unknown-refusal": breakErrors(({ providerCode }) =>
    providerCode === "9999" ? { class: "unavailable" } : {},
  ),
  "errors.unknown-failure": breakErrors(({ providerCode }) => (providerCode === "599" ? { class: "unavailable" } : {})),
  "errors.stray-refusal": breakErrors(({ providerCode }) => (providerCode === "410" ? { class: "recipient" } : {})),
  "errors.throttling": breakErrors(({ providerCode }) => (providerCode === "429" ? { class: "sender" } : {})),
  "errors.retry-after": breakErrors(({ retryAfterMs }) =>
    (retryAfterMs ?? 0) > 3_000 ? { retryAfterMs: Number.NaN } : {},
  ),
  "errors.retry-key": breakErrors(({ retryKey }) => (retryKey === undefined ? {} : { retryKey: "the-key" })),
  "redaction.errors": breakSend(
    (send) => (request, options) =>
      send(request, options).catch((error: unknown) => {
        throw Object.defineProperty(Object(error), "request", {
          value: { config: Buffer.from(JSON.stringify(request)) },
        });
      }),
  ),
  "errors.unsendable": breakErrors(({ providerCode }) => (providerCode === "empty" ? { class: "sender" } : {})),
  "errors.wording": breakErrors(({ providerCode }) => (providerCode === "418" ? { message: "(418)" } : {})),
  "webhook.wording": breakCapability("webhook", (webhook) => ({
    verify: (request) => {
      if (thrownBy(() => webhook.verify(request)) !== undefined) throw new SignatureError("");
    },
  })),
  "idempotency.claim": breakCapability("idempotency", () => ({ keyLifetimeMs: Number.POSITIVE_INFINITY })),
  "idempotency.key": breakSend((send) => {
    const seen = new Map<string, number>();
    return (request, options) => {
      const count = seen.get(request.attemptId) ?? 0;
      seen.set(request.attemptId, count + 1);
      return send({ ...request, validityPeriodMs: (request.validityPeriodMs ?? 0) - count }, options);
    };
  }),
  "idempotency.duplicate": breakSend((send) => async (request, options) => ({
    ...(await send(request, options)),
    duplicate: false,
  })),
  "bulk.members": breakCapability("bulk", () => ({ accepts: () => true })),
  "bulk.full": breakCapability("bulk", (bulk) => ({
    send: async (request, options) => {
      const half = { ...request, to: request.to.slice(0, 10) };
      const receipt = await bulk.send(half, options);
      const others = request.to.slice(10);
      return others.length === 0 ? receipt : bulk.send({ ...request, to: others }, options);
    },
  })),
  "bulk.refusal": breakCapability("bulk", (bulk) => ({
    send: (request, options) =>
      bulk.send(request, options).catch((error: unknown) => {
        throw ProviderError.is(error) && error.failedIndex !== undefined
          ? Object.assign(error, { failedIndex: error.failedIndex + 1 })
          : error;
      }),
  })),
  "evidence.claim": breakCapability("evidence", () => ({ horizonMs: 0 })),
  "evidence.samples": breakCapability("evidence", () => ({ negative: false })),
  "evidence.failures": withoutErrorClasses(),
  "evidence.order": breakEvents(() => {
    const landed = new Set<string | undefined>();
    return (event) => {
      if (event.type !== "evidence") return [event];
      if (event.evidence === "delivered") landed.add(event.correlation.attemptId);
      return event.evidence === "failed" && landed.has(event.correlation.attemptId) ? [] : [event];
    };
  }),
  "webhook.genuine": breakCapability("webhook", (webhook) => ({
    verify: (request) => webhook.verify({ ...request, body: Buffer.from(request.body.toString()) }),
  })),
  "webhook.forged": breakCapability("webhook", (webhook) => ({
    verify: (request) => (request.headers["pigeon-signature"] ? webhook.verify(request) : undefined),
  })),
  "webhook.strangers": breakCapability("webhook", (webhook) => ({
    verify: (request) => {
      const error = thrownBy(() => webhook.verify(request));
      if (error !== undefined) createPigeonWebhook("chaff").verify(request);
    },
  })),
  "webhook.headers": breakCapability("webhook", () => ({ signatureHeaders: ["pigeon-ring"] })),
  "webhook.events": breakEvents(() => (event) => [
    event.type === "reachability" ? { ...event, reachability: "unknown" } : event,
  ]),
  "webhook.unknown": breakCapability("webhook", (webhook) => ({
    parse: (request) => {
      JSON.parse(Buffer.from(request.body).toString());
      return webhook.parse(request);
    },
  })),
  "webhook.event-ids": breakEvents(() => (event, headers) => [
    { ...event, eventId: event.eventId + (headers["pigeon-flight"] ?? "") },
  ]),
  "webhook.correlation": breakEvents(() => {
    let last: EvidenceEvent["correlation"] | undefined;
    return (event: InboundEvent) => [
      event.type === "evidence" ? { ...event, correlation: (last ??= event.correlation) } : event,
    ];
  }),
  "questions.stray-answer": breakCapability("reachability", (reachability) => ({
    check: (address, options) =>
      reachability.check(address, options).catch((error: unknown) => {
        if (!ProviderError.is(error) || error.providerCode !== "404") throw error;
        return { reachability: "unreachable", providerCode: "404" };
      }),
  })),
  "reconcile.delays": breakCapability("reconcile", () => ({ lostAnswerDelaysMs: [5_000, 1_000] })),
  "reconcile.reports": breakCapability("reconcile", (reconcile) => ({
    find: async (attempt, options) =>
      (await reconcile.find(attempt, options)) ?? { evidence: "failed", errorClass: "recipient", at: new Date() },
  })),
  "reachability.reports": breakCapability("reachability", (reachability) => ({
    check: async (address, options) => ({ ...(await reachability.check(address, options)), reachability: "reachable" }),
  })),
  "reachability.members": breakCapability("reachability", () => ({ canCheck: () => true })),
  "limits.rates": breakAdapter(({ limits }) => ({ limits: { ...limits, letters: { requests: 0.5, perMs: 1_000 } } })),
  "limits.endpoints": breakAdapter(({ limits: { letters: _, ...limits } = {} }) => ({ limits })),
  "cost.units": breakCapability("cost", () => ({ units: () => 1 })),
  "quota.reports": breakCapability("quota", (quota) => ({
    check: async (options) => ({ ...(await quota.check(options)), renewsAt: new Date(Number.NaN) }),
  })),
  "reply.lifetime": breakCapability("reply", () => ({ tokenLifetimeMs: 0 })),
  "reply.spent": breakCapability("reply", (reply) => ({
    send: (request, options) =>
      reply.send(request, options).catch((error: unknown) => {
        throw ProviderError.is(error) && error.providerCode === "4223"
          ? Object.assign(error, { class: "sender" })
          : error;
      }),
  })),
  "reply.secret": withShownTokens(),
  "audience.types": breakCapability("audience", () => ({ types: ["flock", "every-flock"] })),
  "audience.problems": breakCapability("audience", (audience) => ({
    parse: (given) => {
      const parsed = audience.parse(given);
      return parsed.ok ? parsed : { ok: false, problems: [] };
    },
  })),
  "audience.within": breakCapability("audience", () => ({ within: (audience) => audience })),
  "audience.refusals": breakCapability("audience", (audience) => ({
    send: (request, options) =>
      audience.send(request, options).catch((error: unknown) => {
        throw ProviderError.is(error) && error.providerCode === "4224"
          ? Object.assign(error, { scope: "address" })
          : error;
      }),
  })),
  "audience.progress": breakCapability("audience", (audience) => ({
    progress: async (request, options) => {
      const progress = await audience.progress(request, options);
      return progress && { ...progress, failure: 0 };
    },
  })),
};

function timedOut(retryKey: string): ProviderError {
  return new ProviderError({
    class: "ambiguous",
    providerCode: "timeout",
    message: "The deadline has passed",
    retryKey,
  });
}
