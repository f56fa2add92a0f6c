import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { deliveryColumns, selectDeliveries } from "../insert-message.ts";

/** Rows in one statement: an embedded database holds the process up for a tenth of a second at most. */
const appendSize = 1_000;

/**
 * Makes a delivery for each recipient of an open message, in their order after those that are there, and counts them. The
 * later one of two with the same address is told so by the addresses kept for it. To be called under the message's lock for
 * controls. `recipients` are rows as JSON.
 */
export async function appendRecipients(transaction: Database, projectId: string, messageId: string, recipients: readonly string[]): Promise<void> {
  for (let start = 0; start < recipients.length; start += appendSize) {
    await appendSome(transaction, projectId, messageId, recipients.slice(start, start + appendSize));
  }
}

async function appendSome(transaction: Database, projectId: string, messageId: string, recipients: readonly string[]): Promise<void> {
  await sql`
    with clock as materialized (select todoke_now() as now), base as materialized (
      select recipients from message where project_id = ${projectId} and id = ${messageId}
    ), given as materialized (
      select r.* from rows from (json_to_recordset(${`[${recipients.join()}]`}::json) as (reference text, addresses jsonb,
        variables jsonb, locale text, time_zone text)) with ordinality as r (reference, addresses, variables, locale, time_zone, place)
    ), addressed as materialized (
      select g.place, e.key as kind, substring(sha256(convert_to(e.key || ' ' || e.value, 'UTF8')) for 16) as digest
      from given g, jsonb_each_text(g.addresses) e
    ), fresh as (
      insert into recipient_address (project_id, message_id, digest)
      select distinct ${projectId}, ${messageId}::uuid, digest from addressed
      on conflict do nothing returning digest
    ), duplicate as (
      select a.place, array_agg(a.kind order by a.kind) as kinds
      from (select place, kind, digest, row_number() over (partition by digest order by place) as turn from addressed) a
      where a.turn > 1 or not exists (select from fresh f where f.digest = a.digest) group by a.place
    ), added as (
      insert into delivery (${deliveryColumns})
      select ${selectDeliveries(projectId, messageId)} from clock, (
        select base.recipients + g.place::int - 1 as number, g.reference, g.addresses, d.kinds as duplicate_kinds, g.variables,
          g.locale, g.time_zone
        from base, given g left join duplicate d on d.place = g.place) r
    )
    update message set recipients = recipients + ${recipients.length}::int, scheduled = scheduled + ${recipients.length}::int
    where project_id = ${projectId} and id = ${messageId}`.execute(transaction);
}
