export { createTwilioSms } from "./create-twilio-sms.ts";
export type { SmsMessage, SmsReceipt, SmsSendOptions, TwilioSms } from "./create-twilio-sms.ts";
export type { Sender, TwilioSmsConfig } from "./config.ts";
export { twilioSmsProvider } from "./definition.ts";
export type { SmsPayload } from "./render-content.ts";
export { countSegments } from "./segments.ts";
export type { SegmentCount } from "./segments.ts";
