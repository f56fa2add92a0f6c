import { sql, type Kysely } from "kysely";
import { forgetAddresses } from "./forget-addresses.ts";

/** False when there is no such member. */
export function removeMember(connection: Kysely<unknown>, projectId: string, audienceId: string, position: number): Promise<boolean> {
  return connection.transaction().execute(async (transaction) => {
    // Locked first, as everything that changes or copies the members does.
    await sql`select from audience where project_id = ${projectId} and id = ${audienceId} for update`.execute(transaction);
    const isMember = sql`project_id = ${projectId} and audience_id = ${audienceId}::uuid and position = ${position}`;
    await forgetAddresses(transaction, projectId, audienceId, sql`select position, addresses from audience_member where ${isMember}`);
    const { rows } = await sql`
      with gone as (delete from audience_member where ${isMember} returning position)
      update audience set members = members - 1, updated_at = todoke_now()
      where project_id = ${projectId} and id = ${audienceId} and exists (select from gone) returning id`.execute(transaction);
    return rows.length === 1;
  });
}
