import type { Adapter, Webhook } from "@todoke/core";
import { sendOneSms, type SmsMessage, type SmsReceipt, type SmsSendOptions } from "@todoke/sms-core";
import { createAdapter } from "./adapter.ts";
import { createWebhook } from "./callbacks/webhook.ts";
import type { HttpSmsConfig } from "./config.ts";
import { parseConfig } from "./settings/read-config.ts";
import { createTransport } from "./transport.ts";

/** SMS through one account at a carrier with an HTTP API. */
export interface HttpSms {
  /**
   * Sends one SMS and resolves when the carrier accepted it, which does not mean that it arrived. Throws
   * `ProviderError`; with class `ambiguous` the SMS may be on its way, and sending it again may send it twice.
   */
  send(message: SmsMessage, options?: SmsSendOptions): Promise<SmsReceipt>;
  /** The same account as the orchestrator sees it. */
  readonly adapter: Adapter;
  /** Checks and reads the carrier's callbacks; undefined without `callbacks` in the settings. */
  readonly webhook: Webhook | undefined;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

/** Makes SMS through a carrier ready to use. Makes no call. Throws `ConfigurationError` that names the bad setting. */
export function createHttpSms(config: HttpSmsConfig): HttpSms {
  const settings = parseConfig({ ...config });
  const transport = createTransport();
  const webhook = settings.callbacks && createWebhook(settings, settings.callbacks);
  const adapter = createAdapter(settings, transport, webhook);
  return {
    adapter,
    webhook,
    send: (message, options = {}) => sendOneSms(adapter, message, options),
    close: () => transport.close(),
  };
}
