export { createVonageSms } from "./create-vonage-sms.ts";
export type { VonageSms } from "./create-vonage-sms.ts";
export type { VonageSmsConfig } from "./config.ts";
export { vonageSmsProvider } from "./definition.ts";
export type { SmsPayload } from "./render-content.ts";
export { countSegments } from "@todoke/sms-core";
export type { SegmentCount, SmsMessage, SmsReceipt, SmsSendOptions } from "@todoke/sms-core";
