import { sql } from "kysely";
import type { PushError } from "../../audiences/audience-view.ts";
import type { Database } from "../../database/open-database.ts";
import { storableText } from "../../storable-text.ts";
import type { ClaimedPush, PushRow } from "./push-rows.ts";

type Progress = Pick<
  PushRow,
  "status" | "added" | "skipped" | "last_address" | "tries" | "provider_audience_id" | "provider_status"
>;

/** What became of a push, and when it wants work again: never, when `dueInMs` is null. */
export interface PushChange extends Partial<Progress> {
  readonly dueInMs: number | null;
  /** Absent: whatever went wrong before is over. */
  readonly error?: PushError;
}

/** Writes it and lets the push go, unless somebody else has claimed it since. */
export async function writePush(database: Database, projectId: string, push: ClaimedPush, { dueInMs, error, ...progress }: PushChange): Promise<void> {
  const now: Progress = { ...push, ...progress };
  await sql`
    update audience_push
    set status = ${now.status}, added = ${now.added}, skipped = ${now.skipped}, last_address = ${now.last_address}, tries = ${now.tries},
      provider_audience_id = ${now.provider_audience_id}, provider_status = ${now.provider_status},
      error_class = ${error?.class ?? null}, error_code = ${storable(error?.code)}, error_detail = ${storable(error?.detail)},
      updated_at = todoke_now(), due_at = todoke_now() + ${dueInMs}::float8 * interval '1 millisecond', claim_token = null
    where project_id = ${projectId} and audience_id = ${push.audience_id} and id = ${push.id}
      and claim_token = ${push.claim_token}`.execute(database);
}

/** Notes that the provider is about to be asked to make the audience. False when somebody else has claimed the push since. */
export async function countPushCall(database: Database, projectId: string, push: ClaimedPush): Promise<boolean> {
  const { rows } = await sql`
    update audience_push set calls = calls + 1
    where project_id = ${projectId} and audience_id = ${push.audience_id} and id = ${push.id}
      and claim_token = ${push.claim_token} returning id`.execute(database);
  return rows.length === 1;
}

function storable(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text);
}
