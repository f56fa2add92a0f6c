export { createPigeonSms } from "./create-pigeon-sms.ts";
export type { PigeonSms } from "./create-pigeon-sms.ts";
export type { PigeonConfig } from "./config.ts";
export { pigeonProvider } from "./definition.ts";
