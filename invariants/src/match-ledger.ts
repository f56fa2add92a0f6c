import type { LedgerRecord } from "./log-records.ts";
import type { AttemptRecord, Source } from "./records.ts";

/** A call in a provider's ledger with the attempt that accounts for it. */
export interface MatchedCall {
  readonly entry: LedgerRecord;
  /** When it arrived, in milliseconds since 1970. */
  readonly atMs: number;
  readonly isAccepted: boolean;
  /** Undefined: nobody knows of this call. */
  readonly attempt: AttemptRecord | undefined;
}

/**
 * Finds the attempt of every call: by its key, its tag or its token, which are the attempt's own names; by the names that
 * the provider gave in its answer; and, for a call that carries no name and whose answer was lost, by whom it went to.
 */
export async function matchLedger(
  ledger: Source<LedgerRecord>,
  attempts: ReadonlyMap<string, AttemptRecord>,
): Promise<readonly MatchedCall[]> {
  const names = namesOf(attempts);
  const calls: MatchedCall[] = [];
  const lost = new Set<AttemptRecord>();
  for await (const entry of ledger) {
    const named = namesIn(entry);
    let attempt = named.own.map((name) => names.get(name)).find((one) => one !== undefined);
    if (named.own.length === 0) {
      attempt = named.given.map((name) => names.get(name)).find((one) => one !== undefined) ?? withoutAnswer(attempts, entry, lost);
    }
    calls.push({ entry, atMs: Date.parse(entry.at), isAccepted: entry.accepted !== false, attempt });
  }
  return calls;
}

function namesOf(attempts: ReadonlyMap<string, AttemptRecord>): ReadonlyMap<string, AttemptRecord> {
  const names = new Map<string, AttemptRecord>();
  for (const attempt of attempts.values()) {
    names.set(`key ${attempt.id}`, attempt);
    names.set(`tag ${attempt.id.replaceAll("-", "")}`, attempt);
    if (attempt.callbackToken !== null) names.set(`token ${attempt.callbackToken}`, attempt);
    if (attempt.requestId !== null) names.set(`request ${attempt.requestId}`, attempt);
    for (const id of attempt.providerMessageIds) names.set(`message ${id}`, attempt);
  }
  return names;
}

/** `own`: names that we gave the call. `given`: names that the provider gave it. */
function namesIn(entry: LedgerRecord): { readonly own: readonly string[]; readonly given: readonly string[] } {
  const { retryKey, deliveryTag, requestId, providerMessageIds } = entry;
  const token = tokenIn(entry.callbackUrl);
  return {
    own: [
      ...(retryKey === undefined ? [] : [`key ${retryKey}`]),
      ...(deliveryTag === undefined ? [] : [`tag ${deliveryTag}`]),
      ...(token === undefined ? [] : [`token ${token}`]),
    ],
    given: [...(requestId === undefined ? [] : [`request ${requestId}`]), ...providerMessageIds.map((id) => `message ${id}`)],
  };
}

function tokenIn(callbackUrl: string | undefined): string | undefined {
  return callbackUrl === undefined ? undefined : (new URL(callbackUrl).searchParams.get("attempt") ?? undefined);
}

/** The first attempt to the same people at the same endpoint that had begun by then and was never answered. */
function withoutAnswer(
  attempts: ReadonlyMap<string, AttemptRecord>,
  { endpoint, to, at }: LedgerRecord,
  taken: Set<AttemptRecord>,
): AttemptRecord | undefined {
  const people = [...to].toSorted().join(" ");
  for (const attempt of attempts.values()) {
    if (attempt.answer !== null || attempt.endpoint !== endpoint || taken.has(attempt)) continue;
    if (attempt.startedAt.getTime() > Date.parse(at) || [...attempt.addresses].toSorted().join(" ") !== people) continue;
    taken.add(attempt);
    return attempt;
  }
  return undefined;
}
