import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { newId } from "../../ids.ts";

/** By the operator. False when there is no such suppression. */
export async function liftSuppression(database: Database, projectId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    update suppression set lifted_at = (select todoke_now()), enforced_by = '{}',
      changed_at = greatest(changed_at, (select todoke_now()))
    where project_id = ${projectId} and id = ${id} and lifted_at is null returning id`.execute(database);
  return rows.length === 1;
}

/** A person who wants messages on a channel again. */
export interface OptIn {
  readonly addressKind: string;
  readonly address: string;
  readonly channel: string;
  readonly account: string;
  readonly at: Date;
}

/**
 * Lifts what the person's own words and providers' failures have put on the channel; what the operator suppressed stays.
 * Where nothing held, the opt-in is kept all the same: a stop that was written before it may arrive after it.
 */
export async function liftByOptIn(database: Database, projectId: string, { addressKind, address, channel, account, at }: OptIn): Promise<void> {
  await sql`
    insert into suppression as known (project_id, id, address_kind, address, channel, source, account_id, since,
      changed_at, lifted_at)
    select ${projectId}, r.id, ${addressKind}, ${address}, ${channel}, r.source, ${account}, ${at}, ${at}, ${at}
    from unnest(${[newId(at.getTime()), newId(at.getTime())]}::uuid[], ${["hard-failure", "opt-out"]}::text[]) as r (id, source)
    order by r.source
    on conflict (project_id, address_kind, address, channel, source) do update set
      lifted_at = excluded.lifted_at, changed_at = excluded.changed_at, enforced_by = '{}'
    where known.changed_at <= excluded.changed_at`.execute(database);
}
