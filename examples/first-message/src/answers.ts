/** What this example reads of the service's answers; the whole contract is at `/docs`. */
export interface MessageAnswer {
  readonly id: string;
  readonly status: string;
  readonly createdAt: string;
  /** Present once every delivery is final. */
  readonly completedAt?: string;
  readonly counts: MessageCounts;
}

export interface MessageCounts {
  readonly recipients: number;
  readonly pending: number;
  readonly sending: number;
  readonly waiting: number;
  readonly final: number;
  readonly outcomes: readonly OutcomeCount[];
  readonly duplicateContacts: number;
  readonly possibleDuplicates: number;
}

export interface OutcomeCount {
  readonly outcome: string;
  readonly succeeded: boolean;
  readonly channel?: string;
  readonly count: number;
}

export interface DeliveryAnswer {
  readonly id: string;
  readonly reference?: string;
  /** Present once final: a step met its `succeedOn`. */
  readonly succeeded?: boolean;
  /** Why there is no success. */
  readonly reason?: { readonly code: string; readonly detail: string };
}

export interface DeliveryDetailAnswer extends DeliveryAnswer {
  readonly timeline: readonly TimelineEntry[];
}

/** Entries of other types are of no interest here. */
export type TimelineEntry = AttemptEntry | EvidenceEntry | { readonly type: "other" };

export interface AttemptEntry {
  readonly type: "attempt";
  readonly id: string;
  readonly channel: string;
  readonly providerCode?: string;
}

export interface EvidenceEntry {
  readonly type: "evidence";
  readonly attemptId: string;
  readonly evidence: string;
  /** `answer`: what the call itself was answered. */
  readonly source: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}

/** What trying an account's inbound address found. */
export interface DoorVerificationAnswer {
  readonly verified: boolean;
  readonly detail: string;
}

/** How many succeeded on a channel. */
export function reachedBy(counts: MessageCounts, channel: string): number {
  return sum(counts.outcomes.filter((outcome) => outcome.succeeded && outcome.channel === channel));
}

/** How many ended without success. */
export function notReached(counts: MessageCounts): number {
  return sum(counts.outcomes.filter((outcome) => !outcome.succeeded));
}

function sum(outcomes: readonly OutcomeCount[]): number {
  return outcomes.reduce((total, { count }) => total + count, 0);
}
