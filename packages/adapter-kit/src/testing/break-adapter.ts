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
import { isCalling, plainSubject, type CallingCapability } from "./plain-subject.ts";

/** The right adapter with one thing changed, and with no more calls than that thing needs. */
export function breakAdapter(change: (adapter: Adapter) => Partial<Adapter>, ...kept: readonly CallingCapability[]): AdapterSubject {
  const subject = plainSubject(...kept);
  return {
    ...subject,
    createAdapter: async (settings) => {
      const { adapter } = await subject.createAdapter(settings);
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
export function breakCapability<Name extends CallingCapability | "idempotency" | "evidence" | "cost" | "webhook">(
  name: Name,
  change: (capability: NonNullable<Adapter[Name]>) => Partial<NonNullable<Adapter[Name]>>,
  ...kept: readonly CallingCapability[]
): AdapterSubject {
  return breakAdapter((adapter) => {
    const capability = adapter[name];
    return capability === undefined ? {} : { [name]: { ...capability, ...change(capability) } };
  }, ...(isCalling(name) ? [name] : kept));
}

/** The right adapter whose webhook reads something else. */
export function breakEvents(
  change: () => (event: InboundEvent, headers: Readonly<Record<string, string | undefined>>) => readonly InboundEvent[],
  ...kept: readonly CallingCapability[]
): AdapterSubject {
  return breakCapability("webhook", (webhook: Webhook) => {
    const read = change();
    return { parse: (request) => webhook.parse(request).flatMap((event) => read(event, request.headers)) };
  }, ...kept);
}
