import type { DeliveryStatus, JsonObject } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";

/** A delivery as work on it needs it. */
export interface ClaimedDelivery {
  readonly messageId: string;
  readonly number: number;
  readonly addresses: Readonly<Record<string, string>>;
  readonly duplicateKinds: readonly string[];
  readonly variables?: JsonObject;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly status: DeliveryStatus;
  /** When it was released by itself; null where that is still to come, or its whole message is released at once. */
  readonly releasedAt: Date | null;
  readonly step: number;
  readonly stepStartedAt: Date | null;
  readonly tries: number;
  readonly evidence: string | null;
  readonly channel: string | null;
  readonly possibleDuplicate: boolean;
}

export interface DeliveryRow {
  readonly message_id: string;
  readonly number: number;
  readonly addresses: Readonly<Record<string, string>>;
  readonly duplicate_kinds: readonly string[] | null;
  readonly variables: JsonObject | null;
  readonly locale: string | null;
  readonly time_zone: string | null;
  readonly status: DeliveryStatus;
  readonly released_at: Date | null;
  readonly step: number;
  readonly step_started_at: Date | null;
  readonly tries: number;
  readonly evidence: string | null;
  readonly channel: string | null;
  readonly possible_duplicate: boolean;
}

/** The columns of {@link DeliveryRow}, of a table called `d`. */
export const deliveryColumns: RawBuilder<unknown> = sql`d.message_id, d.number, d.addresses, d.duplicate_kinds,
  d.variables, d.locale, d.time_zone, d.status, d.released_at, d.step, d.step_started_at, d.tries, d.evidence, d.channel,
  d.possible_duplicate`;

export function toClaimedDelivery(row: DeliveryRow): ClaimedDelivery {
  return {
    messageId: row.message_id,
    number: row.number,
    addresses: row.addresses,
    duplicateKinds: row.duplicate_kinds ?? [],
    ...(row.variables === null ? {} : { variables: row.variables }),
    ...(row.locale === null ? {} : { locale: row.locale }),
    ...(row.time_zone === null ? {} : { timeZone: row.time_zone }),
    status: row.status,
    releasedAt: row.released_at,
    step: row.step,
    stepStartedAt: row.step_started_at,
    tries: row.tries,
    evidence: row.evidence,
    channel: row.channel,
    possibleDuplicate: row.possible_duplicate,
  };
}
