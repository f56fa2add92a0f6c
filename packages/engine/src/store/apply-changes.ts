import { sql, type RawBuilder } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import { monthOf, monthsOf } from "../ids.ts";
import { factsOfChange } from "../reports/facts-of-change.ts";
import { inTransaction } from "./in-transaction.ts";
import { insertReports, isReported, reportedMessages, type NumberedFacts } from "./reports/insert-reports.ts";
import { fewRows, isOneOfThese } from "./these-deliveries.ts";

/** A delivery that moved. */
interface MovedRow {
  readonly message_id: string;
  readonly number: number;
  /** The number of the last report on it; null where nobody wants any. */
  readonly last_report: number | null;
}

/**
 * Moves deliveries and the counters of their messages in one statement, so that at any instant the recipients of a
 * message are the sum over its statuses. The move that closes the last delivery completes the message, unless more may be added to it. Gives the changes
 * that were made: those whose delivery stood elsewhere by now are left out. Whoever wants reports finds them with the moves.
 */
export async function applyChanges(
  database: Database,
  projectId: string,
  changes: readonly DeliveryChange[],
): Promise<readonly DeliveryChange[]> {
  if (changes.length === 0) return [];
  return inTransaction(database, async (transaction) => {
    const rows = await move(transaction, projectId, changes);
    const isAnyReported = rows.some((row) => row.last_report !== null);
    if (rows.length === changes.length && !isAnyReported) return changes;
    const lastReports = new Map(rows.map((row) => [`${row.message_id} ${row.number}`, row.last_report]));
    const lastReportOf = ({ messageId, number }: DeliveryChange) => lastReports.get(`${messageId} ${number}`);
    if (isAnyReported) await insertReports(transaction, projectId, changes.flatMap((change) => factsUpTo(lastReportOf(change) ?? undefined, change)));
    return changes.filter((change) => lastReportOf(change) !== undefined);
  });
}

/** The facts of a change whose last one has this number; nothing where it has none. */
function factsUpTo(lastNumber: number | undefined, change: DeliveryChange): readonly NumberedFacts[] {
  if (lastNumber === undefined) return [];
  const facts = factsOfChange(change);
  return [{ messageId: change.messageId, delivery: change.number, firstNumber: lastNumber - facts.length + 1, facts }];
}

async function move(transaction: Database, projectId: string, changes: readonly DeliveryChange[]): Promise<readonly MovedRow[]> {
  const { rows } = await sql<MovedRow>`
    with ${reportedMessages(projectId, changes.map(({ messageId }) => messageId))}, change as materialized (
      select a.*, n.number from json_to_recordset(${JSON.stringify(rowsOf(changes))}::json) as a (
        message_id uuid, numbers int[], month date, at timestamptz, from_status text, from_step smallint, status text, released_at timestamptz, step smallint,
        step_started_at timestamptz, tries smallint, due_at timestamptz, attempt_id uuid, history jsonb,
        evidence text, outcome text, succeeded boolean, channel text, reason_code text, reason_detail text,
        possible_duplicate boolean, reports smallint), unnest(a.numbers) as n (number)
    ), changed as (
      update delivery d set
        status = c.status, released_at = coalesce(c.released_at, d.released_at), step = c.step, step_started_at = c.step_started_at, tries = c.tries, due_at = c.due_at,
        claim_token = null,
        attempt_ids = case when c.attempt_id is null or c.attempt_id = any(d.attempt_ids) then d.attempt_ids
          else coalesce(d.attempt_ids, '{}') || c.attempt_id end,
        history = case when c.history is null then d.history else coalesce(d.history, '[]') || c.history end,
        evidence = coalesce(c.evidence, d.evidence), outcome = c.outcome, succeeded = c.succeeded,
        channel = coalesce(c.channel, d.channel), reason_code = c.reason_code, reason_detail = c.reason_detail,
        possible_duplicate = d.possible_duplicate or c.possible_duplicate,
        reports = case when ${isReported(sql`c.message_id`)} then d.reports + c.reports else d.reports end, updated_at = c.at,
        closed_at = case when c.status = 'final' then c.at end
      from change c
      where d.project_id = ${projectId} and d.message_id = c.message_id and d.number = c.number
        and d.month = c.month and ${nearbyRows(changes)} and d.status = c.from_status and d.step = c.from_step
      returning d.message_id, d.number, c.from_status, d.status, d.outcome, d.succeeded, d.channel, c.possible_duplicate,
        case when ${isReported(sql`c.message_id`)} then d.reports end as last_report
    ), outcome_counted as (
      insert into message_outcome as o (project_id, message_id, outcome, succeeded, channel, count)
      select ${projectId}, message_id, outcome, succeeded, coalesce(channel, ''), count(*)
      from changed where status = 'final' group by 2, 3, 4, 5 order by 2, 3, 4, 5
      on conflict (project_id, message_id, outcome, succeeded, channel) do update set count = o.count + excluded.count
    ), delta as (
      select message_id,
        count(*) filter (where status = 'held') - count(*) filter (where from_status = 'held') as held,
        count(*) filter (where status = 'pending') - count(*) filter (where from_status = 'pending') as pending,
        count(*) filter (where status = 'waiting') - count(*) filter (where from_status = 'waiting') as waiting,
        count(*) filter (where status = 'final') - count(*) filter (where from_status = 'final') as final,
        count(*) filter (where possible_duplicate) as possible_duplicates
      from changed group by message_id
    ), counted as (
      update message m set
        held = m.held + x.held, pending = m.pending + x.pending, waiting = m.waiting + x.waiting,
        final = m.final + x.final, possible_duplicates = m.possible_duplicates + x.possible_duplicates,
        status = case when m.final + x.final = m.recipients and m.status not in ('cancelled', 'open') then 'completed' else m.status end,
        completed_at = case when m.final + x.final = m.recipients and m.status <> 'open' then todoke_now() else m.completed_at end
      from delta x where m.project_id = ${projectId} and m.id = x.message_id
        and m.id = any(${[...new Set(changes.map(({ messageId }) => messageId))]}::uuid[])
    )
    select message_id, number, last_report from changed`.execute(transaction);
  return rows;
}

/**
 * Says again, as a range, which rows the changes are about, where they lie close together, and by name where they are few. It
 * leads a planner that has no statistics yet to the key and away from reading every delivery of the project. Many are not
 * named: it takes them for few then, and compares each with each.
 */
function nearbyRows(changes: readonly DeliveryChange[]): RawBuilder<unknown> {
  const months = monthsOf(changes.map(({ messageId }) => messageId));
  const numbers = changes.map((change) => change.number);
  const first = Math.min(...numbers);
  const last = Math.max(...numbers);
  if (changes.length <= fewRows) return isOneOfThese(changes);
  if (last - first > 4 * changes.length) return sql`d.month = any(${months}::date[])`;
  const messageIds = [...new Set(changes.map((change) => change.messageId))];
  return sql`d.month = any(${months}::date[]) and d.message_id = any(${messageIds}::uuid[]) and d.number between ${first} and ${last}`;
}

type ChangeRow = ReturnType<typeof toRow> & { readonly numbers: number[] };

/** A row for each stretch of changes that are alike: those that a bulk call makes are told once, and not 500 times. */
function rowsOf(changes: readonly DeliveryChange[]): readonly ChangeRow[] {
  const rows: ChangeRow[] = [];
  let before: DeliveryChange | undefined;
  for (const change of changes) {
    if (before !== undefined && areAlike(before, change)) rows.at(-1)!.numbers.push(change.number);
    else rows.push({ ...toRow(change), numbers: [change.number] });
    before = change;
  }
  return rows;
}

/** Changes of one call share their times and their empty history, so that nobody has to look into them. */
function areAlike(one: DeliveryChange, other: DeliveryChange): boolean {
  const fields = Object.keys(one) as (keyof DeliveryChange)[];
  return fields.every((field) => field === "number" || one[field] === other[field]);
}

function toRow(change: DeliveryChange) {
  return {
    message_id: change.messageId,
    month: monthOf(change.messageId),
    at: change.at,
    from_status: change.fromStatus,
    from_step: change.fromStep,
    status: change.status,
    released_at: change.releasedAt,
    step: change.step,
    step_started_at: change.stepStartedAt,
    tries: change.tries,
    due_at: change.dueAt,
    attempt_id: change.attemptId,
    history: change.history.length === 0 ? null : change.history,
    evidence: change.evidence,
    outcome: change.outcome,
    succeeded: change.succeeded,
    channel: change.channel,
    reason_code: change.reasonCode,
    reason_detail: change.reasonDetail,
    possible_duplicate: change.possibleDuplicate,
    reports: factsOfChange(change).length,
  };
}
