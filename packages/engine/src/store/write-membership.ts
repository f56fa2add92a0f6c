import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** Somebody came into a group or left it. */
export interface MembershipChange {
  readonly addressKind: string;
  readonly group: string;
  readonly member: string;
  readonly present: boolean;
  readonly at: Date;
}

/** Keeps the latest news of each member; older news never replaces newer. */
export async function writeMembership(database: Database, projectId: string, changes: readonly MembershipChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ addressKind, group, member, present, at }) => ({ kind: addressKind, group_address: group, member, present, at }));
  await sql`
    insert into group_member as known (project_id, group_address, kind, member_address, present, changed_at)
    select distinct on (r.group_address, r.kind, r.member) ${projectId}, r.group_address, r.kind, r.member, r.present, r.at
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (kind text, group_address text, member text,
      present boolean, at timestamptz)
    order by r.group_address, r.kind, r.member, r.at desc
    on conflict (project_id, group_address, kind, member_address) do update set
      present = excluded.present, changed_at = excluded.changed_at
    where known.changed_at <= excluded.changed_at`.execute(database);
}
