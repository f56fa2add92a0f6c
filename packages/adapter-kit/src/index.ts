export { adapterChecks } from "./adapter-checks.ts";
export type { AdapterCheckId } from "./adapter-checks.ts";
export type { AdapterCheck } from "./check.ts";
export type { AdapterSubject, AddressSample, MadeAdapter } from "./subject.ts";
export type {
  AudienceSample,
  AudienceSamples,
  BulkRefusalSample,
  BulkSample,
  ExpectedReceipt,
  IdempotencySamples,
  RefusalSample,
  ReplySample,
  SendSample,
  UnsendableSample,
} from "./act-samples.ts";
export type { ContentSample, CostSample, Rendering } from "./content-samples.ts";
export type { ExpectedRequest } from "./expected-request.ts";
export type {
  ExpectedReport,
  QuotaSample,
  ReachabilitySample,
  ReachabilitySamples,
  ReconcileSample,
} from "./question-samples.ts";
export type { ExpectedEvent, ForgedSample, ReportedAttempt, WebhookSample, WebhookSamples } from "./webhook-samples.ts";
export { startScriptedProvider } from "./scripted-provider.ts";
export type { BackgroundAnswer, ScriptedProvider } from "./scripted-provider.ts";
export type { Script, ScriptedAnswer, ScriptedFault, ScriptedResponse } from "./scripted-answer.ts";
export { textOf } from "./recorded-request.ts";
export type { RecordedRequest } from "./recorded-request.ts";
