import type { Adapter, Webhook } from "@todoke/core";
import { sendOneSms, type SmsMessage, type SmsReceipt, type SmsSendOptions } from "@todoke/sms-core";
import { createAdapter } from "./adapter.ts";
import { createAuthorize } from "./authorization.ts";
import { credentialsOf, parseConfig, type VonageSmsConfig } from "./config.ts";
import { sendMessage } from "./send-message.ts";
import { createTransport } from "./transport.ts";
import { createWebhook } from "./webhook.ts";

/** SMS through one Vonage account. */
export interface VonageSms {
  /**
   * Sends one SMS and resolves when Vonage accepted it, which does not mean that it arrived. Throws `ProviderError`;
   * with class `ambiguous` the SMS may be on its way, and sending it again may send it twice.
   */
  send(message: SmsMessage, options?: SmsSendOptions): Promise<SmsReceipt>;
  /** The same account as the orchestrator sees it. */
  readonly adapter: Adapter;
  /** Checks and reads Vonage's webhooks; refuses all of them when no signature secret is known. */
  readonly webhook: Webhook;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

/** Makes SMS through Vonage ready to use. Makes no call. Throws `ConfigurationError` that names the bad setting. */
export function createVonageSms(config: VonageSmsConfig): VonageSms {
  const settings = parseConfig({ ...config });
  const { signatureSecrets = [], apiBaseUrl = "https://api.nexmo.com" } = settings;
  const transport = createTransport(apiBaseUrl);
  const caller = { transport, authorize: createAuthorize(credentialsOf(settings)), config: settings };
  const webhook = createWebhook(signatureSecrets, settings.keywords);
  const adapter = createAdapter(
    (request, options) => sendMessage(caller, request, options),
    signatureSecrets.length === 0 ? undefined : webhook,
  );
  return {
    adapter,
    webhook,
    send: (message, options) => sendOneSms(adapter, message, options),
    close: () => transport.close(),
  };
}
