import type { Problem } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { FiringResult } from "../../triggers/trigger-view.ts";

/** Which trigger fires on which event. */
export interface FiringKey {
  readonly triggerId: string;
  readonly eventId: string;
}

/** What decides whether somebody gets the message. */
export interface FiringFacts {
  /** Digest of the address that would be answered. */
  readonly person: string;
  readonly happenedAt: Date;
  readonly longestWaitMs: number;
}

/**
 * Decides once what comes of an event, and takes the person's turn with it: whoever asks again is given the same. `pending`: the
 * message is to be written. Undefined where the trigger is gone or was switched off.
 */
export async function beginFiring(
  database: Database,
  projectId: string,
  { triggerId, eventId }: FiringKey,
  { person, happenedAt, longestWaitMs }: FiringFacts,
): Promise<FiringResult | undefined> {
  const known = sql<{ result: FiringResult }>`
    select result from trigger_firing where project_id = ${projectId} and trigger_id = ${triggerId} and event_id = ${eventId}`;
  const { rows: [before] } = await known.execute(database);
  if (before !== undefined) return before.result;
  const { rows: [begun] } = await sql<{ result: FiringResult }>`
    with trigger as materialized (
      select at_most_every_ms * interval '1 millisecond' as apart, todoke_now() as now,
        ${happenedAt}::timestamptz < todoke_now() - ${longestWaitMs} * interval '1 millisecond' as is_late
      from message_trigger where project_id = ${projectId} and id = ${triggerId} and enabled and not exists (${known}) for share
    ), turn as (
      insert into trigger_turn as t (project_id, trigger_id, person, event_id, at)
      select ${projectId}, ${triggerId}, ${person}, ${eventId}, now from trigger where not is_late and apart > interval '0'
      on conflict (project_id, trigger_id, person) do update set event_id = excluded.event_id, at = excluded.at
      where t.event_id = excluded.event_id or t.at <= excluded.at - (select apart from trigger)
      returning 1
    )
    insert into trigger_firing (project_id, trigger_id, event_id, result, at)
    select ${projectId}, ${triggerId}, ${eventId},
      case when is_late then 'too-late' when apart > interval '0' and not exists (select from turn) then 'too-soon' else 'pending' end, now
    from trigger
    on conflict (project_id, trigger_id, event_id) do nothing returning result`.execute(database);
  return begun?.result ?? (await known.execute(database)).rows[0]?.result;
}

/** What came of it. */
export type FiringEnd =
  | { readonly result: "submitted"; readonly messageId: string | undefined; readonly problems?: never }
  | { readonly result: "too-late"; readonly messageId?: never; readonly problems?: never }
  | { readonly result: "refused"; readonly problems: readonly Problem[]; readonly messageId?: never };

/** Where there is no message, the person's turn is given back with it. */
export async function endFiring(
  database: Database,
  projectId: string,
  { triggerId, eventId }: FiringKey,
  person: string,
  { result, messageId, problems }: FiringEnd,
): Promise<void> {
  // Held like this, the trigger is not deleted meanwhile with the same rows in another order.
  await sql`
    with trigger as materialized (
      select id from message_trigger where project_id = ${projectId} and id = ${triggerId} for share
    ), ended as (
      update trigger_firing f set result = ${result}, message_id = ${messageId ?? null}, problems = ${problems === undefined ? null : JSON.stringify(problems)}::jsonb
      from trigger
      where f.project_id = ${projectId} and f.trigger_id = trigger.id and f.event_id = ${eventId} and f.result = 'pending'
      returning f.event_id
    )
    delete from trigger_turn t using ended
    where t.project_id = ${projectId} and t.trigger_id = ${triggerId} and t.person = ${person} and t.event_id = ended.event_id
      and ${result} <> 'submitted'`.execute(database);
}
