export type { JsonObject, JsonValue } from "./json.ts";
export type {
  AudioContent,
  Button,
  ButtonsContent,
  CarouselCard,
  CarouselContent,
  Content,
  ContentType,
  ImageContent,
  LocationContent,
  NativeContent,
  NotificationButton,
  NotificationContent,
  NotificationItem,
  TextContent,
  Translation,
  VideoContent,
} from "./content.ts";
export type { Recipient } from "./recipient.ts";
export { onUnknownPolicies, purposes } from "./plan.ts";
export type { OnUnknown, Plan, Purpose, Step, StepAccount } from "./plan.ts";
export { evidenceChain, evidenceRank, meets, mergeEvidence, successEvidence } from "./evidence.ts";
export type { AttemptEvidence, MergedEvidence, ProviderEvidence, SuccessEvidence } from "./evidence.ts";
export { deliveryOutcomes, deliveryStatuses, messageStatuses } from "./delivery.ts";
export type { DeliveryOutcome, DeliveryStatus, MessageStatus, Reachability } from "./delivery.ts";
export { errorConsequences } from "./error-class.ts";
export type { ErrorClass, ErrorConsequence } from "./error-class.ts";
export { ConfigurationError, InvalidRequestError, ProviderError, SignatureError, TodokeError } from "./errors.ts";
export type { ErrorScope, Problem, ProviderErrorDetails } from "./errors.ts";
export type {
  Correlation,
  EvidenceEvent,
  InboundEvent,
  InboundAct,
  InboundMessageEvent,
  InboundRequest,
  Party,
  ReachabilityEvent,
  Webhook,
} from "./webhook.ts";
export type {
  Adapter,
  AddressResult,
  AddressRule,
  AttemptRequest,
  CallOptions,
  ContentProblem,
  RenderContext,
  RenderResult,
  SendReceipt,
  SendRequest,
} from "./adapter.ts";
export type {
  AttemptTrace,
  AudienceCapability,
  AudienceProgress,
  AudienceProgressRequest,
  AudienceRequest,
  AudienceResult,
  Bill,
  BulkCapability,
  BulkRequest,
  CostCapability,
  EvidenceCapability,
  EvidenceReport,
  IdempotencyCapability,
  QuotaCapability,
  QuotaReport,
  RateLimit,
  ReachabilityCapability,
  ReachabilityReport,
  ReconcileCapability,
  ReplyCapability,
  ReplyRequest,
  UnitsExplanation,
  ValidationCapability,
  ValidationRequest,
} from "./capabilities.ts";
export type { AddressPage, Directory } from "./directory.ts";
export type { DoorAddress, DoorTest, InboundDoor } from "./inbound-door.ts";
export type {
  AccountAbility,
  AccountIdentity,
  AccountServices,
  NotificationDesign,
  NotificationTemplates,
  TemplateEntry,
} from "./account-services.ts";
export { audienceJobStatuses, providerAudienceStatuses } from "./provider-audiences.ts";
export type {
  AudienceFromClicks,
  AudienceFromSend,
  AudienceJobStatus,
  NewProviderAudience,
  ProviderAudience,
  ProviderAudienceDetail,
  ProviderAudienceIds,
  ProviderAudienceJob,
  ProviderAudienceLimits,
  ProviderAudienceListRequest,
  ProviderAudiencePage,
  ProviderAudiences,
  ProviderAudienceStatus,
} from "./provider-audiences.ts";
export type {
  DayCounts,
  DayStatistics,
  Engagement,
  LinkEngagement,
  RequestStatistics,
  StatisticsCapability,
  StatisticsUnits,
  UnitQuestion,
} from "./statistics.ts";
export type { ProviderAccount, ProviderDefinition } from "./provider.ts";
export type { Consent, SuppressionCause } from "./suppression.ts";
