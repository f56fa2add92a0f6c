export { checkInvariants, type InvariantReport, type InvariantResult } from "./check-invariants.ts";
export { describeReport } from "./describe-report.ts";
export type { Finding, Invariant } from "./invariant.ts";
export type { CallbackRecord, ClientRecord, LedgerRecord, ReportRecord } from "./log-records.ts";
export type {
  AttemptRecord,
  ChunkRecord,
  DeliveryRecord,
  EvidenceRecord,
  InboundEventRecord,
  MessageCounters,
  MessageRecord,
  OutcomeCount,
  Records,
  Source,
  StepSwitch,
  WindowRecord,
} from "./records.ts";
export { readRecords, type Logs } from "./rows/read-records.ts";
export { openRows, type OpenRows, type PlaceOfRows, type Rows } from "./rows/open-rows.ts";
export type { InvariantSettings, RateRecord } from "./settings.ts";
