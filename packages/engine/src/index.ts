export type { DatabaseSettings } from "./database/open-database.ts";
export type {
  AttemptEntry,
  DeliveryDetail,
  DeliveryView,
  EvidenceEntry,
  FinalEntry,
  LookupEntry,
  SkippedEntry,
  SubmittedEntry,
  SwitchedEntry,
  TimelineEntry,
} from "./delivery-view.ts";
export type { Engine, EngineAccount, EngineLog, EngineOptions, EngineSettings, InboundSummary } from "./engine.ts";
export type { MessageRequest, Platform, PlanRequest, StepRequest } from "./message-request.ts";
export type {
  DeliveryListRequest,
  MessageCounts,
  MessageListRequest,
  MessageView,
  OutcomeCount,
  Page,
  PageRequest,
} from "./message-view.ts";
export type {
  PlanExplanation,
  PlanNote,
  PlanStepView,
  PlanView,
  RecipientExplanation,
  StepExplanation,
  StepReason,
  StepVerdict,
} from "./plan-view.ts";
