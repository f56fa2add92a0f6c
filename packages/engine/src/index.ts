export { apiKeyScopes, type ApiKeyScope } from "./api-keys/scopes.ts";
export type { ApiKeys, ApiKeyView, IssuedApiKey, KeyHolder, NewApiKey, RotationRequest } from "./api-keys/api-key-view.ts";
export { audienceTypes, pushStatuses } from "./audiences/audience-view.ts";
export type {
  AddedMembers,
  AddressCount,
  AudienceDetail,
  AudienceMember,
  AudiencePush,
  AudienceSend,
  AudienceType,
  AudienceView,
  PushError,
  PushStatus,
} from "./audiences/audience-view.ts";
export type { PushRequest } from "./audiences/start-push.ts";
export type { AudienceChanges, AudienceDraft } from "./audiences/keep-audience.ts";
export type { StoredAudiences } from "./audiences/stored-audiences.ts";
export { budgetPeriods } from "./budgets/budget.ts";
export type { Budget, BudgetPeriod, MessageBudget } from "./budgets/budget.ts";
export type { BudgetRaise, Budgets, BudgetView } from "./budgets/budget-view.ts";
export type { FrequencyCap } from "./caps/frequency-cap.ts";
export { createEngine } from "./create-engine.ts";
export type { Engines } from "./engines.ts";
export { openEngines } from "./open-engines.ts";
export { defaultProject, projectIdForm } from "./project.ts";
export { ProjectExistsError } from "./projects/project-errors.ts";
export type { NewProject, Project, Projects } from "./projects/project-view.ts";
export type { CancelledDelivery } from "./control/cancel-delivery.ts";
export type { Controls } from "./control/controls.ts";
export type { CancelledMessage } from "./control/message-control.ts";
export { StateError, type StateErrorCode } from "./control/state-error.ts";
export { reportTypes, type ReportReason, type ReportType } from "./reports/report.ts";
export type { FeedPage, FeedRequest, ReportFeed, ReportSubscription, ReportView, SubscriptionRequest } from "./reports/report-view.ts";
export { importStatuses } from "./contacts/import-view.ts";
export type { ImportFailure, ImportStatus, ImportView } from "./contacts/import-view.ts";
export { maximumAttributes } from "./contacts/contact-changes.ts";
export type { AttributeValue, ContactChanges } from "./contacts/contact-changes.ts";
export { consentPurposes, consentStates } from "./consents/consent.ts";
export type { Consent, ConsentState } from "./consents/consent.ts";
export { ContactConflictError } from "./contacts/contact-conflict.ts";
export type {
  AddressReachability,
  ContactAddress,
  ContactDetail,
  ContactListRequest,
  Contacts,
  ContactView,
} from "./contacts/contact-view.ts";
export { doorProofs } from "./doors/door-view.ts";
export type { DoorProof, Doors, DoorVerification, DoorVerificationRequest, DoorView } from "./doors/door-view.ts";
export type { EgressSettings, Resolve } from "./egress/egress-client.ts";
export type { ReportFormat, ReportFormats } from "./webhooks/report-format.ts";
export { endpointStates } from "./webhooks/webhook-view.ts";
export type {
  DisabledReason,
  EndpointState,
  IssuedMessageWebhookSecret,
  IssuedWebhookEndpoint,
  MessageWebhookSecret,
  NewWebhookEndpoint,
  ReplayRequest,
  SecretRotationRequest,
  WebhookAttemptView,
  WebhookEndpointView,
  WebhookFailure,
  WebhookReplay,
  Webhooks,
  WebhookTest,
} from "./webhooks/webhook-view.ts";
export { firingResults, keywordMatches, triggerTypes } from "./triggers/trigger-view.ts";
export type {
  FiringResult,
  FiringView,
  KeywordMatch,
  NewTrigger,
  PostbackParameter,
  TriggerCondition,
  TriggerMessage,
  TriggerChanges,
  Triggers,
  TriggerView,
} from "./triggers/trigger-view.ts";
export type { RelayFailure, Relays, RelayView } from "./relay/relay-view.ts";
export { erasureStatuses } from "./erasures/erasure-view.ts";
export type { ErasureStatus, ErasureView } from "./erasures/erasure-view.ts";
export type { PeopleCount } from "./filters/filter-view.ts";
export { isDatabaseUnavailable } from "./database/unavailable.ts";
export type { DatabaseSettings } from "./database/open-database.ts";
export type { DeafTime } from "./delivery-change.ts";
export type {
  AttemptEntry,
  CorrectedEntry,
  DeliveryDetail,
  DeliveryView,
  EvidenceEntry,
  FinalEntry,
  HeldEntry,
  LookupEntry,
  SkippedEntry,
  SubmittedEntry,
  SwitchedEntry,
  TimelineEntry,
} from "./delivery-view.ts";
export { accountSources, type AccountSource, type AccountsOpener } from "./engine.ts";
export type { Engine, EngineAccount, EngineLog, EngineOptions, EngineSettings, EnginesOptions, ExplainOptions, InboundSummary, ProjectEngine, ProjectOptions } from "./engine.ts";
export type { Retention } from "./retention/retention.ts";
export { IdempotencyKeyInUseError, IdempotencyKeyReusedError } from "./idempotency/key-errors.ts";
export type { KeyedAnswer, KeyedRequests, RequestKey, SubmitPart, WholeAnswer } from "./idempotency/keyed-requests-view.ts";
export { accountPins, healthStates, type AccountPin, type HealthState } from "./health/account-condition.ts";
export type { AccountHealth, AccountHealthView, CallCountsView } from "./health/account-health.ts";
export type { InboundEventHandler } from "./inbound/hand-out-events.ts";
export type { InboundEventListRequest, InboundEventView, InboundLog } from "./inbound/inbound-event-view.ts";
export { largestAmount, type SendingSpeedLimit } from "./speed/sending-speed-limit.ts";
export type { AudienceRequest, MessageRequest, MessageWebhook, MessageWebhooks, Platform, PlanRequest, StepRequest, StepRetry, TemplateReference } from "./message-request.ts";
export type {
  AudienceReach,
  DeliveryListRequest,
  MessageCounts,
  MessageListRequest,
  MessageView,
  OutcomeCount,
  Page,
  PageRequest,
  TemplateOfMessage,
} from "./message-view.ts";
export { TemplateExistsError } from "./templates/template-exists.ts";
export type {
  ChannelPreview,
  NewTemplate,
  PreviewRequest,
  TemplateDetail,
  TemplateDraft,
  TemplateListRequest,
  TemplatePreview,
  Templates,
  TemplateVariable,
  TemplateVariant,
  TemplateVersion,
  TemplateView,
} from "./templates/template-view.ts";
export type {
  BudgetHoldView,
  PayloadProblem,
  PayloadValidation,
  PlanExplanation,
  PlanNote,
  PlanStepView,
  PlanView,
  RecipientExplanation,
  StepExplanation,
  StepVerdict,
} from "./plan-view.ts";
export { onBadLineChoices } from "./open-messages/open-messages-view.ts";
export type {
  AddRecipientsOptions,
  BadLine,
  OnBadLine,
  OpenMessages,
  RecipientLine,
  RecipientPart,
  RefusedLine,
  StartRequest,
} from "./open-messages/open-messages-view.ts";
export { PartError, RefusedLineError, type PartErrorCode } from "./open-messages/part-errors.ts";
export type { PlanQuota } from "./quota/plan-quota.ts";
export type { Quotas, QuotaView } from "./quota/quota-view.ts";
export type { AccountGauges, BudgetGauge, EngineGauges, LaneGauge, OpenDeliveries, QuotaGauge } from "./observing/gauges.ts";
export type { EngineObserver, Observation } from "./observing/observation.ts";
export type { Span, SpanAttributes, SpanPlace, SpanStart, Tracer } from "./tracing/tracer.ts";
export { ReferenceInUseError } from "./reference-in-use.ts";
export type { Statistics } from "./statistics/statistics.ts";
export { mostStatisticsRows } from "./statistics/figures/count-project.ts";
export {
  attemptCounts,
  deliveryCounts,
  type AttemptFigures,
  type CostFigure,
  type DeliveryFigures,
  type EngagementFigures,
  type ProjectStatistics,
  type StatisticsFigures,
  type StatisticsRow,
} from "./statistics/figures/project-statistics.ts";
export {
  longestStatisticsMs,
  statisticsClocks,
  statisticsDimensions,
  type StatisticsClock,
  type StatisticsDimension,
  type StatisticsFilter,
  type StatisticsRequest,
} from "./statistics/figures/statistics-request.ts";
export { TooMuchToCountError } from "./statistics/figures/too-much-to-count.ts";
export type {
  AccountStatistics,
  MessageStatistics,
  StatisticsGap,
  StepStatistics,
} from "./statistics/statistics-view.ts";
export type { ChoiceReason } from "./plan/choose-account.ts";
export { SecretsError, type SecretsErrorCode } from "./secrets/secrets-error.ts";
export type { AccountProbe, AccountUsage, KeptAccounts, NewStoredAccount, StoredAccount, ProbeResult } from "./stored-accounts/stored-account.ts";
export type { AccountRevision, StoredAccounts } from "./stored-accounts/stored-accounts.ts";
export { suppressionSources } from "./suppressions/suppression.ts";
export type { SuppressionSource } from "./suppressions/suppression.ts";
export type {
  AddedSuppressions,
  SuppressionListRequest,
  SuppressionRequest,
  Suppressions,
  SuppressionView,
} from "./suppressions/suppression-view.ts";
export { decimalPattern } from "./costs/prices.ts";
export type { Amount, Price, Prices } from "./costs/prices.ts";
export type { AmountTotal, PlanCosts, StepCost, UnitTotal } from "./costs/step-cost.ts";
export type { StepReason } from "./plan/plan-reasons.ts";
export type { RefusedUploadLine, Uploads, UploadOptions, UploadView } from "./uploads/upload-view.ts";
export type { TestRequest } from "./submit-test.ts";
export { surroundWith } from "./surroundings.ts";
export type { Surroundings, Timer } from "./surroundings.ts";
export { moveDatabase, type MovedRows, type MoveProgress, type MoveRequest } from "./transfer/move-database.ts";
export { nameDatabase } from "./transfer/name-database.ts";
export { takeBackDatabase } from "./transfer/take-back-database.ts";
export { weekdays } from "./windows/delivery-time-window.ts";
export type { DeliveryTimeWindow, Weekday } from "./windows/delivery-time-window.ts";
