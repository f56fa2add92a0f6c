import type {
  AttemptRecord,
  ChunkRecord,
  DeliveryRecord,
  EvidenceRecord,
  InboundEventRecord,
  MessageRecord,
  OutcomeCount,
  StepSwitch,
  WindowRecord,
} from "../records.ts";

/* Rows as the statements of tables.ts give them, and the records that they become. */

export interface MessageRow {
  readonly project_id: string;
  readonly id: string;
  readonly status: string;
  readonly created_at: Date;
  readonly send_at: Date | null;
  readonly expires_at: Date | null;
  readonly valid_until: Date;
  readonly validity_period_ms: number;
  readonly speed_amount: number | null;
  readonly speed_per_ms: number | null;
  readonly release_at: Date | null;
  readonly completed_at: Date | null;
  readonly succeed_on: readonly string[];
  readonly delivery_time_window: WindowRecord | null;
  readonly is_to_audience: boolean;
  readonly recipients: number;
  readonly scheduled: number;
  readonly held: number;
  readonly pending: number;
  readonly waiting: number;
  readonly final: number;
  readonly duplicate_contacts: number;
  readonly possible_duplicates: number;
  readonly outcomes: readonly OutcomeCount[];
}

export function toMessage(row: MessageRow): MessageRecord {
  const { recipients, scheduled, held, pending, waiting, final, speed_amount, speed_per_ms } = row;
  return {
    id: messageName(row.id),
    status: row.status,
    createdAt: row.created_at,
    sendAt: row.send_at,
    expiresAt: row.expires_at,
    validUntil: row.valid_until,
    validityPeriodMs: row.validity_period_ms,
    sendingSpeedLimit: speed_amount === null || speed_per_ms === null ? null : { amount: speed_amount, perMs: speed_per_ms },
    releaseAt: row.release_at,
    completedAt: row.completed_at,
    succeedOn: row.succeed_on,
    deliveryTimeWindow: row.delivery_time_window,
    isToAudience: row.is_to_audience,
    counters: {
      recipients,
      scheduled,
      held,
      pending,
      waiting,
      final,
      duplicateContacts: row.duplicate_contacts,
      possibleDuplicates: row.possible_duplicates,
    },
    outcomes: row.outcomes,
  };
}

export interface DeliveryRow {
  readonly project_id: string;
  readonly message_id: string;
  readonly number: number;
  readonly time_zone: string | null;
  readonly status: string;
  readonly step: number;
  readonly due_at: Date | null;
  readonly released_at: Date | null;
  readonly outcome: string | null;
  readonly succeeded: boolean | null;
  readonly channel: string | null;
  readonly duplicate_contact: boolean;
  readonly possible_duplicate: boolean;
  readonly closed_at: Date | null;
  readonly switches: readonly StepSwitch[] | null;
}

export function toDelivery(row: DeliveryRow): DeliveryRecord {
  return {
    messageId: messageName(row.message_id),
    number: row.number,
    timeZone: row.time_zone,
    status: row.status,
    step: row.step,
    dueAt: row.due_at,
    releasedAt: row.released_at,
    outcome: row.outcome,
    succeeded: row.succeeded,
    channel: row.channel,
    duplicateContact: row.duplicate_contact,
    possibleDuplicate: row.possible_duplicate,
    closedAt: row.closed_at,
    switches: row.switches ?? [],
  };
}

export interface ChunkRow {
  readonly project_id: string;
  readonly message_id: string;
  readonly id: string;
  readonly next_number: number;
  readonly end_number: number;
  readonly due_at: Date | null;
}

export function toChunk(row: ChunkRow): ChunkRecord {
  return { messageId: messageName(row.message_id), nextNumber: row.next_number, endNumber: row.end_number, dueAt: row.due_at };
}

export interface AttemptRow {
  readonly project_id: string;
  readonly id: string;
  readonly message_id: string;
  readonly step: number;
  readonly channel: string;
  readonly account_id: string;
  readonly endpoint: string;
  readonly members: readonly number[];
  readonly addresses: readonly string[];
  readonly callback_token: string | null;
  readonly evidence: string;
  readonly contradicted: boolean;
  readonly possible_duplicate: boolean;
  readonly started_at: Date;
  readonly released_at: Date | null;
  readonly due_at: Date | null;
  readonly answered_at: Date | null;
  readonly answer: string | null;
  readonly request_id: string | null;
  readonly provider_message_ids: readonly string[];
}

export function toAttempt(row: AttemptRow): AttemptRecord {
  return {
    id: row.id,
    messageId: messageName(row.message_id),
    step: row.step,
    channel: row.channel,
    accountId: row.account_id,
    endpoint: row.endpoint,
    members: row.members,
    addresses: row.addresses,
    callbackToken: row.callback_token,
    evidence: row.evidence,
    contradicted: row.contradicted,
    possibleDuplicate: row.possible_duplicate,
    startedAt: row.started_at,
    releasedAt: row.released_at,
    dueAt: row.due_at,
    answeredAt: row.answered_at,
    answer: row.answer,
    requestId: row.request_id,
    providerMessageIds: row.provider_message_ids,
  };
}

export interface EvidenceRow {
  readonly project_id: string;
  readonly account_id: string;
  readonly event_id: string;
  readonly month: string;
  readonly attempt_id: string | null;
  readonly evidence: string;
  readonly received_at: Date;
}

export function toEvidence(row: EvidenceRow): EvidenceRecord {
  return {
    accountId: row.account_id,
    eventId: row.event_id,
    attemptId: row.attempt_id,
    evidence: row.evidence,
    receivedAt: row.received_at,
  };
}

export interface InboundEventRow {
  readonly project_id: string;
  readonly id: string;
  readonly account_id: string;
  readonly provider_event_id: string;
  readonly position: number | null;
}

export function toInboundEvent(row: InboundEventRow): InboundEventRecord {
  return {
    id: `evt_${row.id.replaceAll("-", "")}`,
    accountId: row.account_id,
    providerEventId: row.provider_event_id,
    position: row.position,
  };
}

function messageName(id: string): string {
  return `msg_${id.replaceAll("-", "")}`;
}
