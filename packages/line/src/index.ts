export { createLine } from "./create-line.ts";
export type { Line } from "./create-line.ts";
export type { LineConfig, NotificationSettings } from "./config.ts";
export type { LineCallOptions, LineSendOptions, LineSendRequest, LineSendResult } from "./send-message.ts";
export type { NotificationSendRequest, NotificationSendResult } from "./send-notification.ts";
export type { LineNativeContent, LinePayload } from "./native-content.ts";
export type { LineProfile } from "./reachability.ts";
export { lineProvider } from "./definition.ts";
export { hashPhoneNumber } from "./phone.ts";
