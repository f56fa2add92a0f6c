import type { CallbackRecord, ClientRecord, LedgerRecord, ReportRecord } from "./log-records.ts";

/**
 * Records that can be read more than once, from their beginning each time: an array, or what reads them anew from where
 * they are.
 */
export type Source<Item> = Iterable<Item> | AsyncIterable<Item>;

/**
 * Everything that the promises are held against. Rows are those of one moment; logs are written by others, and one that
 * is absent is not compared. All times are on one clock, the database's.
 */
export interface Records {
  /** When the rows were read. */
  readonly readAt: Date;
  readonly messages: Source<MessageRecord>;
  /** In the order of their messages, and of their numbers within each. */
  readonly deliveries: Source<DeliveryRecord>;
  /** Deliveries that nothing has looked at yet. */
  readonly chunks: Source<ChunkRecord>;
  readonly attempts: Source<AttemptRecord>;
  readonly evidence: Source<EvidenceRecord>;
  readonly inboundEvents: Source<InboundEventRecord>;
  /** What providers accepted, kept by them. */
  readonly ledger?: Source<LedgerRecord>;
  /** What callers asked for and were promised, kept by them. */
  readonly client?: Source<ClientRecord>;
  /** What providers posted to us and we took with 2xx, kept by them. */
  readonly callbacks?: Source<CallbackRecord>;
  /** Our reports as they reached the customer, kept by the customer. */
  readonly reports?: Source<ReportRecord>;
}

/** Ids of messages are written as callers know them: `msg_` and 32 hexadecimal digits. */
export interface MessageRecord {
  readonly id: string;
  readonly status: string;
  readonly createdAt: Date;
  readonly sendAt: Date | null;
  readonly expiresAt: Date | null;
  /** When it ends; under a sending speed limit, when the last of its deliveries is expected to. */
  readonly validUntil: Date;
  /** From release. */
  readonly validityPeriodMs: number;
  /** How many of its recipients are released in each `perMs`; null: all at once. */
  readonly sendingSpeedLimit: { readonly amount: number; readonly perMs: number } | null;
  /** When something about the message itself is next to be done. */
  readonly releaseAt: Date | null;
  readonly completedAt: Date | null;
  /** The evidence that makes each step of its plan a success. */
  readonly succeedOn: readonly string[];
  readonly deliveryTimeWindow: WindowRecord | null;
  /** It went to an audience of the provider's: its one delivery stands for all of them. */
  readonly isToAudience: boolean;
  readonly counters: MessageCounters;
  readonly outcomes: readonly OutcomeCount[];
}

/** When deliveries may go out, by the clock on the wall of a zone. */
export interface WindowRecord {
  /** English names in capitals: `MONDAY`. Absent: every day. A window over midnight belongs to the day on which it opens. */
  readonly days?: readonly string[];
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`: closed from then on. */
  readonly to: string;
  /** An IANA name, or `recipient`. */
  readonly timeZone: string;
  readonly fallbackTimeZone?: string;
}

export interface MessageCounters {
  readonly recipients: number;
  readonly scheduled: number;
  readonly held: number;
  readonly pending: number;
  readonly waiting: number;
  readonly final: number;
  readonly duplicateContacts: number;
  readonly possibleDuplicates: number;
}

export interface OutcomeCount {
  readonly outcome: string;
  readonly succeeded: boolean;
  /** Empty where no channel was used. */
  readonly channel: string;
  readonly count: number;
}

export interface DeliveryRecord {
  readonly messageId: string;
  readonly number: number;
  readonly timeZone: string | null;
  /** `pending`, `held`, `waiting` or `final`. */
  readonly status: string;
  readonly step: number;
  readonly dueAt: Date | null;
  /** Null where it was released with the whole message, or was not yet. */
  readonly releasedAt: Date | null;
  readonly outcome: string | null;
  readonly succeeded: boolean | null;
  readonly channel: string | null;
  readonly duplicateContact: boolean;
  readonly possibleDuplicate: boolean;
  readonly closedAt: Date | null;
  /** From one step to another, in the order in which it was written. */
  readonly switches: readonly StepSwitch[];
}

export interface StepSwitch {
  readonly fromStep: number;
  readonly toStep: number;
}

/** Deliveries of `messageId` with these numbers wait to be looked at. */
export interface ChunkRecord {
  readonly messageId: string;
  readonly nextNumber: number;
  /** The first number that is not in it. */
  readonly endNumber: number;
  /** Null while it waits for its message, or for another chunk of it. */
  readonly dueAt: Date | null;
}

export interface AttemptRecord {
  /** A UUID with dashes, which is also the key of calls where the provider takes keys. */
  readonly id: string;
  readonly messageId: string;
  readonly step: number;
  readonly channel: string;
  readonly accountId: string;
  readonly endpoint: string;
  readonly members: readonly number[];
  readonly addresses: readonly string[];
  readonly callbackToken: string | null;
  readonly evidence: string;
  readonly contradicted: boolean;
  readonly possibleDuplicate: boolean;
  readonly startedAt: Date;
  /** When those it carries were released, under a sending speed limit. */
  readonly releasedAt: Date | null;
  readonly dueAt: Date | null;
  readonly answeredAt: Date | null;
  readonly answer: string | null;
  readonly requestId: string | null;
  readonly providerMessageIds: readonly string[];
}

/** A provider's later word on an attempt, as it is kept. */
export interface EvidenceRecord {
  readonly accountId: string;
  readonly eventId: string;
  /** Null while nobody knows which attempt it is about. */
  readonly attemptId: string | null;
  readonly evidence: string;
  readonly receivedAt: Date;
}

export interface InboundEventRecord {
  /** `evt_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly accountId: string;
  readonly providerEventId: string;
  /** Null until it is numbered. */
  readonly position: number | null;
}
