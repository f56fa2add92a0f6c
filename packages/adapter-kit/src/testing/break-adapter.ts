import {
  ProviderError,
  type Adapter,
  type CallOptions,
  type InboundEvent,
  type ProviderErrorDetails,
  type SendReceipt,
  type SendRequest,
  type Webhook,
} from "@todoke/core";
import type { AdapterSubject } from "../subject.ts";
import { pigeonSubject } from "./pigeon-subject.ts";

/** The right adapter with one thing changed. */
export function breakAdapter(change: (adapter: Adapter) => Partial<Adapter>): AdapterSubject {
  return {
    ...pigeonSubject,
    createAdapter: (settings) => {
      const { adapter } = pigeonSubject.createAdapter(settings);
      return { adapter: { ...adapter, ...change(adapter) } };
    },
  };
}

type Send = (request: SendRequest, options: CallOptions) => Promise<SendReceipt>;

/** The right adapter with its `send` replaced. */
export function breakSend(replace: (send: Send) => Send): AdapterSubject {
  return breakAdapter((adapter) => ({ send: replace((request, options) => adapter.send(request, options)) }));
}

/** The right adapter whose errors of `send` are changed. */
export function breakErrors(change: (error: ProviderError) => Partial<ProviderErrorDetails>): AdapterSubject {
  return breakSend(
    (send) => (request, options) =>
      send(request, options).catch((error: unknown) => {
        throw ProviderError.is(error) ? changed(error, change(error)) : error;
      }),
  );
}

function changed(error: ProviderError, change: Partial<ProviderErrorDetails>): ProviderError {
  const { class: errorClass, providerCode, message, retryAfterMs, retryKey, requestId, failedIndex, scope } = error;
  const optional = Object.entries({ retryAfterMs, retryKey, requestId, failedIndex, scope }).filter(
    ([, value]) => value !== undefined,
  );
  return new ProviderError({ class: errorClass, providerCode, message, ...Object.fromEntries(optional), ...change });
}

/** The right adapter with one of its capabilities changed. */
export function breakCapability<
  Name extends
    | "bulk"
    | "reconcile"
    | "reachability"
    | "quota"
    | "reply"
    | "audience"
    | "idempotency"
    | "evidence"
    | "cost"
    | "webhook",
>(name: Name, change: (capability: NonNullable<Adapter[Name]>) => Partial<NonNullable<Adapter[Name]>>): AdapterSubject {
  return breakAdapter((adapter) => {
    const capability = adapter[name];
    return capability === undefined ? {} : { [name]: { ...capability, ...change(capability) } };
  });
}

/** The right adapter whose webhook reads something else. */
export function breakEvents(
  change: () => (event: InboundEvent, headers: Readonly<Record<string, string | undefined>>) => readonly InboundEvent[],
): AdapterSubject {
  return breakCapability("webhook", (webhook: Webhook) => {
    const read = change();
    return { parse: (request) => webhook.parse(request).flatMap((event) => read(event, request.headers)) };
  });
}
