import { InvalidRequestError } from "@todoke/core";
import { sql, type Transaction } from "kysely";
import { formatAudienceId } from "../../ids.ts";
import { inTransaction } from "../in-transaction.ts";
import { deliveryColumns, insertWithFirst, selectDeliveries, type InsertedMessage, type NewMessage } from "../insert-message.ts";
import type { Database } from "../../database/open-database.ts";
import { needsZones, requireZones } from "../../windows/check-window.ts";
import type { DeliveryTimeWindow } from "../../windows/delivery-time-window.ts";
import { countWithoutZone, selectMembers } from "./read-members.ts";

/** Deliveries made by one statement: an embedded database holds the process up for a tenth of a second at most. */
const insertSize = 1_000;

/**
 * Writes a message with a delivery for each member of a list, all or nothing and without reading them: the members stay
 * as they are until that is done. Throws `InvalidRequestError` when there is no such list or nobody in it.
 */
export function insertMessageToList(
  database: Database,
  projectId: string,
  message: NewMessage,
  audienceId: string,
): Promise<InsertedMessage & { readonly recipients: number }> {
  return inTransaction(database, async (transaction) => {
    const recipients = await lockMembers(transaction, projectId, audienceId);
    await requireZonesOfMembers(transaction, projectId, audienceId, message.deliveryTimeWindow);
    const problems = message.speed?.problemsWith(recipients) ?? [];
    if (problems.length > 0) throw new InvalidRequestError(problems);
    const inserted = await insertWithFirst(transaction, projectId, message, recipients, []);
    let done = 0;
    for (let last: number | null = -1; done < recipients && last !== null; ) {
      const copied: CopiedMembers = await copyMembers(transaction, projectId, message.id, audienceId, last, done);
      done += copied.count;
      last = copied.last;
    }
    if (done !== recipients) throw new Error(`list ${formatAudienceId(audienceId)} counts ${recipients} members and has ${done}`);
    return { ...inserted, recipients };
  });
}

/** How many members a list has. Throws `InvalidRequestError` when there is none by this id, or nobody in it. */
export function requireMembers(audienceId: string, members: number | undefined): number {
  if (members !== undefined && members > 0) return members;
  const [code, detail] =
    members === undefined
      ? ["unknown-audience", `there is no list ${formatAudienceId(audienceId)}`]
      : ["empty-audience", "nobody is in this list yet"];
  throw new InvalidRequestError([{ pointer: "/audience/id", code, detail }]);
}

/** Throws `InvalidRequestError` where the window goes by the members' clocks and some have none. */
export async function requireZonesOfMembers(
  database: Database,
  projectId: string,
  audienceId: string,
  window: DeliveryTimeWindow | undefined,
): Promise<void> {
  if (needsZones(window)) requireZones(window, await countWithoutZone(database, projectId, audienceId));
}

async function lockMembers(transaction: Transaction<unknown>, projectId: string, audienceId: string): Promise<number> {
  const { rows } = await sql<{ members: number }>`
    select members from audience where project_id = ${projectId} and id = ${audienceId} and type = 'list' for share`.execute(transaction);
  return requireMembers(audienceId, rows[0]?.members);
}

interface CopiedMembers {
  readonly count: number;
  /** Position of the last one; null when there was none. */
  readonly last: number | null;
}

async function copyMembers(
  transaction: Transaction<unknown>,
  projectId: string,
  messageId: string,
  audienceId: string,
  after: number,
  done: number,
): Promise<CopiedMembers> {
  const { rows } = await sql<CopiedMembers>`
    with clock as materialized (select todoke_now() as now), page as materialized (
      select p.*, ${done} + (row_number() over (order by p.position))::int - 1 as number
      from (${selectMembers(projectId, audienceId, after, insertSize)}) p
    ), added as (
      insert into delivery (${deliveryColumns}) select ${selectDeliveries(projectId, messageId)} from clock, page r
    )
    select count(*)::int as count, max(position) as last from page`.execute(transaction);
  return rows[0]!;
}
