import type { LedgerEntry } from "@todoke/simulator";
import type { DatabaseEvidence } from "./database-evidence.ts";

/** What does not add up between the database and what the providers accepted; empty when everything does. */
export async function findDiscrepancies(
  evidence: DatabaseEvidence,
  ledger: readonly LedgerEntry[],
): Promise<readonly string[]> {
  const attempts = new Map((await readAttempts(evidence)).map((attempt) => [keyOf(attempt), attempt]));
  const found: string[] = [];
  const acceptedBy = new Map<string, LedgerEntry[]>();
  for (const entry of ledger) {
    const key = entry.retryKey ?? callbackToken(entry);
    const attempt = key === undefined ? undefined : attempts.get(key);
    if (key === undefined || attempt === undefined) found.push(`ledger ${entry.sequence}: no attempt accounts for it`);
    else acceptedBy.set(key, [...(acceptedBy.get(key) ?? []), entry]);
  }
  for (const [key, entries] of acceptedBy) {
    if (entries.length > 1) found.push(`attempt ${key}: accepted ${entries.length} times`);
  }
  for (const attempt of attempts.values()) {
    const claimsAcceptance = !["sending", "unknown", "failed"].includes(attempt.evidence);
    if (claimsAcceptance && !acceptedBy.has(keyOf(attempt))) found.push(`attempt ${attempt.id}: nobody accepted it`);
  }
  found.push(...unmarkedDuplicates(attempts, acceptedBy), ...(await countersThatDiffer(evidence)));
  return found;
}

interface AttemptFacts {
  readonly id: string;
  readonly message_id: string;
  readonly members: readonly number[];
  readonly channel: string;
  readonly callback_token: string;
  readonly evidence: string;
  readonly possible_duplicate: boolean;
  readonly started_at: Date;
}

function readAttempts(evidence: DatabaseEvidence): Promise<readonly AttemptFacts[]> {
  return evidence.query<AttemptFacts>(
    `select id, message_id, members, channel, callback_token, evidence, possible_duplicate, started_at
     from attempt order by started_at, id`,
  );
}

/** LINE echoes the attempt's id as the retry key; Twilio knows the attempt by its callback address. */
function keyOf(attempt: AttemptFacts): string {
  return attempt.channel === "line" ? attempt.id : attempt.callback_token;
}

function callbackToken({ callbackUrl }: LedgerEntry): string | undefined {
  return callbackUrl === undefined ? undefined : (new URL(callbackUrl).searchParams.get("attempt") ?? undefined);
}

/** Whoever got the same message twice on one channel must have been marked before the second call. */
function unmarkedDuplicates(
  attempts: ReadonlyMap<string, AttemptFacts>,
  acceptedBy: ReadonlyMap<string, readonly LedgerEntry[]>,
): readonly string[] {
  const accepted = [...acceptedBy.keys()].flatMap((key) => {
    const attempt = attempts.get(key)!;
    return attempt.members.map((member) => ({ ...attempt, member }));
  });
  const byPerson = Map.groupBy(accepted, ({ message_id, member, channel }) => `${message_id} ${member} ${channel}`);
  return [...byPerson].flatMap(([person, sent]) => {
    const extra = sent.toSorted((one, other) => one.started_at.getTime() - other.started_at.getTime()).slice(1);
    return extra.filter((attempt) => !attempt.possible_duplicate).map((attempt) => `${person}: ${attempt.id} unmarked`);
  });
}

/**
 * Counters are kept in the transactions that move deliveries: they equal a count at any time. Deliveries of a message that
 * is not released are pending ones that the message counts as scheduled.
 */
async function countersThatDiffer(evidence: DatabaseEvidence): Promise<readonly string[]> {
  const rows = await evidence.query<{ id: string; detail: string }>(`
    select m.id, concat_ws(' ', m.recipients, m.scheduled, m.pending, m.held, m.waiting, m.final, 'against', c.all_rows,
      c.pending, c.held, c.waiting, c.final) as detail
    from message m join (
      select message_id, count(*) as all_rows, count(*) filter (where status = 'pending') as pending,
        count(*) filter (where status = 'held') as held,
        count(*) filter (where status = 'waiting') as waiting, count(*) filter (where status = 'final') as final
      from delivery group by message_id) c on c.message_id = m.id
    where (m.recipients, m.pending + m.scheduled, m.held, m.waiting, m.final)
      is distinct from (c.all_rows, c.pending, c.held, c.waiting, c.final)
    union all
    select m.id, 'outcomes sum to ' || coalesce(sum(o.count), 0) || ', final is ' || m.final
    from message m left join message_outcome o on o.message_id = m.id
    group by m.id, m.final having coalesce(sum(o.count), 0) <> m.final`);
  return rows.map((row) => `message ${row.id}: counters ${row.detail}`);
}
