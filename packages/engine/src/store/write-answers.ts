import type { AttemptEvidence, Bill, ErrorClass } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../database/open-database.ts";
import { madeAtMs, monthOf, monthsOf } from "../ids.ts";
import { fewRows } from "./these-deliveries.ts";

/** What a provider call came to, on its way into the attempt's row. */
export interface AnswerRow {
  readonly id: string;
  readonly messageId: string;
  readonly claimToken: string;
  /** When it came. */
  readonly at: Date;
  /** `sending` when the same call will be repeated at `dueAt`. */
  readonly evidence: AttemptEvidence;
  /** When the attempt is next looked at: repeated, asked about, or polled. */
  readonly dueAt: Date | null;
  /** The word of the answer; null when there was none. */
  readonly answer: AttemptEvidence | null;
  readonly requestId: string | null;
  readonly providerMessageIds: readonly string[];
  readonly errorClass: ErrorClass | null;
  readonly providerCode: string | null;
  /** Null where the provider says nothing of it. */
  readonly bill: Bill | null;
}

/** An answer that decides about its deliveries. */
export interface DecidingAnswer {
  /** Its attempt reserved something of a budget. */
  readonly spends: boolean;
}

/**
 * Writes answers to attempts that are still ours. Gives those that had no word before, by id: the answer decides
 * about their deliveries. Where a report overtook the answer, the report stands and the answer only adds its ids. An answer
 * that is written a second time, because nobody learned that it was written, decides nothing again: whoever has a claim has
 * an end of it, and an answer that moves deliveries leaves no such time.
 */
export async function writeAnswers(database: Database, projectId: string, answers: readonly AnswerRow[]): Promise<ReadonlyMap<string, DecidingAnswer>> {
  const { rows } = await sql<{ id: string; decides: boolean; spends: boolean }>`
    with answer as (
      select * from json_to_recordset(${JSON.stringify(answers.map(toRow))}::json) as r (id uuid, month date, claim_token uuid,
        at timestamptz, evidence text, due_at timestamptz, answer text, request_id text, provider_message_ids text[],
        error_class text, provider_code text, bill jsonb)
    ), known as (
      select a.id, a.month, a.evidence in ('sending', 'unknown') and a.due_at is not null as decides
      from attempt a join answer r on r.id = a.id and r.claim_token = a.claim_token and r.month = a.month
      where a.project_id = ${projectId} and ${nearbyRows(answers)}
      order by a.id for update of a
    )
    update attempt a set
      evidence = case when k.decides then r.evidence else a.evidence end,
      due_at = case when k.decides then r.due_at else a.due_at end,
      claim_token = case when r.evidence = 'sending' then null else a.claim_token end,
      answered_at = case when r.answer is null then a.answered_at else r.at end,
      answer = coalesce(r.answer, a.answer),
      request_id = coalesce(r.request_id, a.request_id),
      provider_message_ids = case when cardinality(r.provider_message_ids) = 0 then a.provider_message_ids
        else r.provider_message_ids end,
      error_class = case when k.decides then r.error_class else a.error_class end,
      provider_code = case when k.decides then r.provider_code else a.provider_code end,
      bill = case when r.bill is null then a.bill else coalesce(a.bill, '{}') || r.bill end
    from answer r join known k on k.id = r.id
    where a.project_id = ${projectId} and ${nearbyRows(answers)}
      and a.id = k.id and a.month = k.month
    returning a.id, k.decides, a.spend is not null as spends`.execute(database);
  return new Map(rows.filter(({ decides }) => decides).map(({ id, spends }) => [id, { spends }]));
}

/**
 * Says again in which months these attempts are and, where they are few, which they are, or, where they were made about the
 * same time, between which ids: those sort by it. It leads a planner that has no statistics yet to the key and away from
 * reading every attempt of the project.
 */
function nearbyRows(answers: readonly AnswerRow[]): RawBuilder<unknown> {
  const inMonths = sql`a.month = any(${monthsOf(answers.map((answer) => answer.messageId))}::date[])`;
  const ids = answers.map((answer) => answer.id).toSorted();
  if (ids.length <= fewRows) return sql`${inMonths} and a.id = any(${ids}::uuid[])`;
  const first = ids[0]!;
  const last = ids.at(-1)!;
  return madeAtMs(last) - madeAtMs(first) > nearMs ? inMonths : sql`${inMonths} and a.id between ${first}::uuid and ${last}::uuid`;
}

const nearMs = 5_000;

function toRow(answer: AnswerRow) {
  return {
    id: answer.id,
    month: monthOf(answer.messageId),
    claim_token: answer.claimToken,
    at: answer.at,
    evidence: answer.evidence,
    due_at: answer.dueAt,
    answer: answer.answer,
    request_id: answer.requestId,
    provider_message_ids: answer.providerMessageIds,
    error_class: answer.errorClass,
    provider_code: answer.providerCode,
    bill: answer.bill,
  };
}
