export { createTwilioSms } from "./create-twilio-sms.ts";
export type { TwilioSms } from "./create-twilio-sms.ts";
export type { CancelOutcome } from "./cancel-outcome.ts";
export type { Sender, TwilioSmsConfig } from "./config.ts";
export { twilioSmsProvider } from "./definition.ts";
export type { MmsPayload, SmsPayload } from "./render-content.ts";
export { countSegments } from "@todoke/sms-core";
export type { SegmentCount, SmsMessage, SmsReceipt, SmsSendOptions } from "@todoke/sms-core";
