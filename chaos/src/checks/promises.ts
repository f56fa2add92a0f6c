import { checkInvariants, describeReport, openRows, readRecords, type ClientRecord, type OpenRows, type PlaceOfRows } from "@todoke/invariants";
import type { LedgerEntry } from "@todoke/simulator";

/**
 * What does not hold of the service's promises, when everything has come to its end: by database, providers' ledger and
 * what callers were told. Prints how much was held against each.
 */
export async function findBrokenPromises(
  rows: OpenRows,
  ledger: readonly LedgerEntry[],
  client: readonly ClientRecord[],
): Promise<readonly string[]> {
  const report = await checkInvariants(await readRecords(rows, { ledger, client }), { isOver: true });
  console.log(describeReport(report));
  return report.findings.map(({ invariant, subject, detail }) => `${invariant} ${subject}: ${detail}`);
}

/** Requests that were carried out more than once though they had one key, which every recipient's reference begins with. */
export async function findRepeatedRequests(rows: OpenRows): Promise<readonly string[]> {
  const found = await rows.query<{ key: string; messages: number }>(
    `select split_part(reference, '/', 1) as key, count(distinct message_id)::int as messages from delivery
     group by 1 having count(distinct message_id) > 1`,
  );
  return found.map(({ key, messages }) => `${key}: written ${messages} times`);
}

/** Intents that were committed and have no outcome: what a kill in the middle of sending must leave behind. */
export async function countOpenIntents(rows: OpenRows): Promise<number> {
  const [row] = await rows.query<{ count: number }>("select count(*)::int as count from attempt where evidence = 'sending'");
  return row!.count;
}

/**
 * Attempts whose call was under way when its process was killed: called again under their key, followed by another that was
 * marked, or unknown.
 */
export async function countInterruptedAttempts(place: PlaceOfRows): Promise<number> {
  // Opened anew each time: what is open shows the rows of one moment.
  const rows = await openRows(place);
  try {
    const [row] = await rows.query<{ count: number }>(
      "select count(*)::int as count from attempt where calls > 1 or possible_duplicate or evidence = 'unknown'",
    );
    return row!.count;
  } finally {
    await rows.close();
  }
}
