import type { AccountIdentity, Adapter, CallOptions, Webhook } from "@todoke/core";
import { sendOneSms, type SmsMessage, type SmsReceipt, type SmsSendOptions } from "@todoke/sms-core";
import { createAdapter } from "./adapter.ts";
import { cancelMessage } from "./cancel-message.ts";
import type { CancelOutcome } from "./cancel-outcome.ts";
import { createClient } from "./client.ts";
import { parseConfig, type TwilioSmsConfig } from "./config.ts";
import { probeAccount } from "./probe-account.ts";
import { createWebhook } from "./webhook.ts";

/** SMS through one Twilio account. */
export interface TwilioSms {
  /**
   * Sends one SMS and resolves when Twilio accepted it, which does not mean that it arrived. Throws `ProviderError`;
   * with class `ambiguous` the SMS may be on its way, and sending it again may send it twice.
   */
  send(message: SmsMessage, options?: SmsSendOptions): Promise<SmsReceipt>;
  /**
   * Takes a message back that Twilio has not sent yet, such as one that it was asked to schedule; `too-late` once it has
   * gone. Throws `ProviderError`. `options.timeoutMs` is 15,000 where absent.
   */
  cancel(providerMessageId: string, options?: Partial<CallOptions>): Promise<CancelOutcome>;
  /** Asks Twilio whose the credentials are. Throws `ProviderError`. `options.timeoutMs` is 15,000 where absent. */
  probe(options?: Partial<CallOptions>): Promise<AccountIdentity>;
  /** The same account as the orchestrator sees it. */
  readonly adapter: Adapter;
  /** Checks and reads Twilio's callbacks; refuses all of them when no auth token is known. */
  readonly webhook: Webhook;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

/**
 * Makes SMS through Twilio ready to use. Makes no call and does not load Twilio's package before the first one. Throws
 * `ConfigurationError` that names the bad setting.
 */
export function createTwilioSms(config: TwilioSmsConfig): TwilioSms {
  const settings = parseConfig({ ...config });
  const client = createClient(settings);
  const authTokens = webhookAuthTokens(settings);
  const webhook = createWebhook(authTokens, settings.keywords);
  // A host that sees no webhook asks Twilio instead of waiting for reports that it would have to refuse.
  const adapter = createAdapter(settings, client, authTokens.length === 0 ? undefined : webhook);
  return {
    adapter,
    webhook,
    send: (message, options) => sendOneSms(adapter, message, options),
    cancel: (sid, options) => cancelMessage(client, sid, { timeoutMs: 15_000, ...options }),
    probe: (options) => probeAccount(client, settings, { timeoutMs: 15_000, ...options }),
    close: () => client.close(),
  };
}

function webhookAuthTokens({ webhookAuthTokens: tokens, authToken }: TwilioSmsConfig): readonly string[] {
  return tokens ?? (authToken === undefined ? [] : [authToken]);
}
