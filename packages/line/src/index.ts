export { createLine } from "./create-line.ts";
export type { Line, LineTerms } from "./create-line.ts";
export type { AccountTerms, LineTier } from "./account/account-terms.ts";
export type { LineConfig } from "./config.ts";
export type {
  ChannelCredentials,
  ChannelKeyCredentials,
  ChannelSecretCredentials,
} from "./tokens/channel-credentials.ts";
export type {
  FlexibleDesign,
  NotificationProduct,
  NotificationSettings,
  NotificationTerms,
} from "./notification/notification-settings.ts";
export { notificationCatalogues } from "./notification/catalogue.ts";
export type {
  CatalogueAddition,
  CatalogueEntry,
  NotificationCatalogue,
  NotificationCountry,
} from "./notification/catalogue.ts";
export type { LineWebhookHandler, LineWebhookHandlerOptions } from "./webhook-handler.ts";
export type { LineAdapter } from "./adapter.ts";
export type { LineCallOptions } from "./call-options.ts";
export type { LineSendOptions, LineSendResult } from "./send-under-key.ts";
export type { LineMulticastRequest, LineReplyRequest, LineReplyResult, LineSendRequest } from "./send-message.ts";
export type { LineBroadcastRequest, LineNarrowcastRequest } from "./audience-sends/send-to-audience.ts";
export type { LineNarrowcastProgress } from "./audience-sends/narrowcast-progress.ts";
export type { LineSendKind } from "./validate-messages.ts";
export type { LineChats, LineGroupSummary } from "./account/chats.ts";
export type { LineBotInfo } from "./account/bot-info.ts";
export type { LineAudience, LineAudienceJob, LineAudienceWithJobs } from "./audiences/audience.ts";
export type {
  AddFileToAudienceRequest,
  AddToAudienceRequest,
  AudienceFromClicksRequest,
  AudienceFromMessageRequest,
  AudienceListFilter,
  CreateAudienceFromFileRequest,
  CreateAudienceRequest,
  LineAudiencePage,
  LineAudiences,
} from "./audiences/line-audiences.ts";
export type { Counts } from "./statistics/counts.ts";
export type { LineDay } from "./statistics/day.ts";
export type { LineDemographics, LineShares } from "./statistics/friends.ts";
export type { LineInteraction, LineMessageStatistics } from "./statistics/interaction.ts";
export type { LineDayStatus, LineSentKind, LineStatistics, LineUnitPeriod } from "./statistics/line-statistics.ts";
export type { LineWebhookEndpoint, WebhookTestResult } from "./account/webhook-endpoint.ts";
export type { NotificationSendRequest, NotificationSendResult } from "./notification/send-notification.ts";
export type { LineFlexiblePayload, LineNativeContent, LinePayload } from "./native-content.ts";
export type { LineProfile } from "./reachability.ts";
export { lineProvider } from "./definition.ts";
export { hashPhoneNumber } from "./phone.ts";
