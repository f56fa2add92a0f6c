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
  VideoContent,
} from "./content.ts";
export type { Recipient } from "./recipient.ts";
export { onUnknownPolicies, purposes } from "./plan.ts";
export type { OnUnknown, Plan, Purpose, Step } from "./plan.ts";
export { evidenceChain, evidenceRank, meets, mergeEvidence, successEvidence } from "./evidence.ts";
export type { AttemptEvidence, MergedEvidence, ProviderEvidence, SuccessEvidence } from "./evidence.ts";
export { deliveryOutcomes, deliveryStatuses, messageStatuses } from "./delivery.ts";
export type { DeliveryOutcome, DeliveryStatus, MessageStatus, Reachability } from "./delivery.ts";
export { errorConsequences } from "./error-class.ts";
export type { ErrorClass, ErrorConsequence } from "./error-class.ts";
export { ConfigurationError, InvalidRequestError, ProviderError, SignatureError, TodokeError } from "./errors.ts";
export type { Problem, ProviderErrorDetails } from "./errors.ts";
export type {
  Correlation,
  EvidenceEvent,
  InboundEvent,
  InboundMessageEvent,
  InboundRequest,
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
} from "./capabilities.ts";
export type { ProviderAccount, ProviderDefinition } from "./provider.ts";
