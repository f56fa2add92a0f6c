import type { Correlation } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import { monthAt } from "../calendar-month.ts";
import type { Database } from "../database/open-database.ts";
import { storableText } from "../storable-text.ts";
import { timeOfDayMs } from "../surroundings.ts";
import { attemptColumns, toStoredAttempt, type AttemptRow, type StoredAttempt } from "./attempt-row.ts";

/** What a report says of the attempt that it is about. */
export interface AttemptClues {
  readonly accountId: string;
  readonly correlation: Correlation;
}

/**
 * The attempts that reports are about, in the order of the reports and locked until the transaction ends; undefined where
 * nobody knows one. A report does not say when its message was taken in: this month and the last are looked through before
 * all that came earlier.
 */
export async function findAttempts(
  database: Database,
  projectId: string,
  asked: readonly AttemptClues[],
): Promise<readonly (StoredAttempt | undefined)[]> {
  const lately = monthAt(new Date(timeOfDayMs() - latelyMs));
  const found = new Map<AttemptClues, StoredAttempt>();
  for (const months of [sql`a.month >= ${lately}::date`, sql`a.month < ${lately}::date`]) {
    for (const kind of kindsOfClue) {
      const open = asked.flatMap((each) => {
        const clue = kind.of(each.correlation);
        return clue === undefined || found.has(each) ? [] : [{ each, clue }];
      });
      if (open.length === 0) continue;
      const accountIds = [...new Set(open.map(({ each }) => each.accountId))];
      const { rows } = await sql<AttemptRow>`
        select ${attemptColumns} from attempt a
        where a.project_id = ${projectId} and a.account_id = any(${accountIds}::text[]) and ${months}
          and ${kind.isOneOf(open.map(({ clue }) => clue))}
        order by a.id for update`.execute(database);
      const known = new Map(rows.map((row) => [`${row.account_id} ${kind.in(row)}`, toStoredAttempt(row)]));
      for (const { each, clue } of open) {
        const attempt = known.get(`${each.accountId} ${clue}`);
        if (attempt !== undefined) found.set(each, attempt);
      }
    }
  }
  return asked.map((each) => found.get(each));
}

/** 31 days: the start of last month at the furthest. */
const latelyMs = 31 * 86_400_000;

interface KindOfClue {
  of(correlation: Correlation): string | undefined;
  in(row: AttemptRow): string | null | undefined;
  /** Of an attempt called `a`. */
  isOneOf(clues: readonly string[]): RawBuilder<unknown>;
}

const kindsOfClue: readonly KindOfClue[] = [
  {
    of: ({ attemptId }) => attemptId?.toLowerCase(),
    in: ({ id }) => id,
    isOneOf: (clues) => sql`a.id = any(${[...clues]}::uuid[])`,
  },
  {
    of: ({ callbackToken }) => callbackToken && storableText(callbackToken),
    in: ({ callback_token: token }) => token,
    isOneOf: (clues) => sql`a.callback_token is not null and a.callback_token = any(${[...clues]}::text[])`,
  },
  {
    of: ({ providerMessageId }) => providerMessageId && storableText(providerMessageId),
    in: ({ provider_message_ids: [first] }) => first,
    isOneOf: (clues) => sql`a.callback_token is not null and a.provider_message_ids[1] = any(${[...clues]}::text[])`,
  },
];
