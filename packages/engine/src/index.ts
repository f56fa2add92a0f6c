export { createEngine } from "./create-engine.ts";
export type { DatabaseSettings } from "./database/open-database.ts";
export type {
  AttemptEntry,
  CorrectedEntry,
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
export type { AudienceRequest, MessageRequest, Platform, PlanRequest, StepRequest } from "./message-request.ts";
export type {
  AudienceReach,
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
  StepVerdict,
} from "./plan-view.ts";
export type { StepReason } from "./plan/plan-reasons.ts";
