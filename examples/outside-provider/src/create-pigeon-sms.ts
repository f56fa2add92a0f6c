import type { Adapter } from "@todoke/core";
import { sendOneSms, type SmsMessage, type SmsReceipt, type SmsSendOptions } from "@todoke/sms-core";
import { createAdapter } from "./adapter.ts";
import { parseConfig, type PigeonConfig } from "./config.ts";

/** SMS through one Pigeon account. */
export interface PigeonSms {
  /**
   * Sends one SMS and resolves when the vendor accepted it, which does not mean that it arrived. Throws `ProviderError`;
   * with class `ambiguous` the SMS may be on its way, and sending it again may send it twice.
   */
  send(message: SmsMessage, options?: SmsSendOptions): Promise<SmsReceipt>;
  /** The same account as the orchestrator sees it. */
  readonly adapter: Adapter;
}

/** Makes the account ready to use. Makes no call. Throws `ConfigurationError` that names the bad setting. */
export function createPigeonSms(config: PigeonConfig): PigeonSms {
  const adapter = createAdapter(parseConfig({ ...config }));
  return { adapter, send: (message, options) => sendOneSms(adapter, message, options) };
}
