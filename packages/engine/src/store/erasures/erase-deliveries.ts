import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { erasedAddress } from "../../erasures/erasure-view.ts";
import { monthsOf } from "../../ids.ts";
import type { KnownAddress } from "../caps/read-related-addresses.ts";

/** The messages after one, in the order in which they were made. */
export async function readNextMessages(database: Database, projectId: string, after: string | undefined, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from message where project_id = ${projectId} and ${after === undefined ? sql`true` : sql`id > ${after}::uuid`}
    order by id limit ${limit}`.execute(database);
  return rows.map(({ id }) => id);
}

/** A delivery of somebody who is erased. */
export interface FoundDelivery {
  readonly messageId: string;
  readonly number: number;
  /** Nothing more is done for it: neither it nor any of its attempts. */
  readonly isOver: boolean;
}

export async function findDeliveriesTo(
  database: Database,
  projectId: string,
  messageIds: readonly string[],
  addresses: readonly KnownAddress[],
): Promise<readonly FoundDelivery[]> {
  const { rows } = await sql<FoundDelivery>`
    select d.message_id as "messageId", d.number, d.status = 'final' and not exists (
      select from attempt a where a.project_id = ${projectId} and a.month = d.month and a.id = any(d.attempt_ids) and a.due_at is not null) as "isOver"
    from delivery d where ${isIn(projectId, messageIds)} and d.addresses @> any(${formsOf(addresses)}::text[]::jsonb[])`.execute(database);
  return rows;
}

/**
 * Overwrites who deliveries were to, with the addresses in their attempts, what only they were sent, and whom their messages
 * answered. Outcomes, times and costs stay.
 */
export async function eraseDeliveries(
  transaction: Database,
  projectId: string,
  deliveries: readonly FoundDelivery[],
  addresses: readonly KnownAddress[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const messageIds = [...new Set(deliveries.map(({ messageId }) => messageId))];
  const given = addresses.map(({ address }) => address);
  const { rows } = await sql<{ attempt_ids: readonly string[] | null }>`
    update delivery d set reference = null, addresses = '{}', variables = null, locale = null, time_zone = null
    from json_to_recordset(${JSON.stringify(deliveries)}::json) as g ("messageId" uuid, number int)
    where ${isIn(projectId, messageIds)} and d.message_id = g."messageId" and d.number = g.number
    returning d.attempt_ids`.execute(transaction);
  const attemptIds = rows.flatMap(({ attempt_ids: ids }) => ids ?? []);
  const isOfThem = sql`a.id = any(${attemptIds}::uuid[]) and a.month = any(${monthsOf(messageIds)}::date[])`;
  await sql`
    update attempt a set addresses = array(
      select case when e.address = any(${given}::text[]) then ${erasedAddress} else e.address end
      from unnest(a.addresses) with ordinality as e (address, place) order by e.place)
    where a.project_id = ${projectId} and ${isOfThem}`.execute(transaction);
  // Several people can have been sent the same: only what was theirs alone is theirs.
  await sql`
    update payload p set bytes = '{}' where p.project_id = ${projectId} and p.month = any(${monthsOf(messageIds)}::date[])
      and p.hash in (select a.payload_hash from attempt a where a.project_id = ${projectId} and ${isOfThem} and cardinality(a.members) = 1)
      and not exists (select from attempt o where o.project_id = p.project_id and o.month = p.month and o.payload_hash = p.hash
        and o.id <> all(${attemptIds}::uuid[]))`.execute(transaction);
  await sql`
    update message set reply = jsonb_set(reply, '{address}', to_jsonb(${erasedAddress}::text))
    where project_id = ${projectId} and id = any(${messageIds}::uuid[]) and reply ->> 'address' = any(${given}::text[])`.execute(transaction);
}

/** Overwrites whom events came from, and what events elsewhere say of them. Gives how many there were. */
export async function eraseInboundEvents(transaction: Database, projectId: string, addresses: readonly KnownAddress[]): Promise<number> {
  const given = addresses.map(({ address }) => address);
  const { rows } = await sql`
    update inbound_event set address = case when address = any(${given}::text[]) then ${erasedAddress} else address end,
      payload = '{}', act = null, triggers_due_at = null, reply_token = null, reply_expires_at = null
    where project_id = ${projectId} and (address = any(${given}::text[])
      or exists (select from unnest(${given}::text[]) as g (address) where strpos(payload::text, g.address) > 0))
    returning 1`.execute(transaction);
  // Copies that nobody was there to take any more.
  await sql`
    delete from relay_request where project_id = ${projectId} and given_up_at is not null
      and exists (select from unnest(${given}::text[]) as g (address) where position(convert_to(g.address, 'UTF8') in body) > 0)`.execute(transaction);
  return rows.length;
}

function isIn(projectId: string, messageIds: readonly string[]): RawBuilder<unknown> {
  return sql`d.project_id = ${projectId} and d.message_id = any(${[...messageIds]}::uuid[]) and d.month = any(${monthsOf(messageIds)}::date[])`;
}

function formsOf(addresses: readonly KnownAddress[]): string[] {
  return addresses.map(({ kind, address }) => JSON.stringify({ [kind]: address }));
}
