import type { Found, Invariant } from "../invariant.ts";
import type { MatchedCall } from "../match-ledger.ts";
import type { RecordIndex } from "../record-index.ts";
import type { InvariantSettings, RateRecord } from "../settings.ts";
import { iso } from "../subjects.ts";

/** I5. */
export const withinRates: Invariant = {
  id: "I5",
  name: "within the rate",
  explanation: "No sliding window of a rate's length holds more calls than the rate allows, nor more releases than a message's speed.",
  async check(index, settings, found) {
    const released = await checkSpeeds(index, settings, found);
    if (settings.rates.length === 0) return released;
    const calls = await index.calls();
    return settings.rates.map((rate) => checkRate(rate, calls, settings, found)).reduce((sum, looked) => sum + looked, released);
  },
};

/** Gives how many deliveries were released at a speed. */
async function checkSpeeds(index: RecordIndex, { slackMs }: InvariantSettings, found: Found): Promise<number> {
  const messages = await index.messages();
  if ([...messages.values()].every(({ sendingSpeedLimit }) => sendingSpeedLimit === null)) return 0;
  const releases = new Map<string, number[]>();
  for await (const { messageId, releasedAt } of index.records.deliveries) {
    if (releasedAt !== null) note(releases, messageId, releasedAt.getTime());
  }
  let looked = 0;
  for (const [id, times] of releases) {
    const limit = messages.get(id)?.sendingSpeedLimit ?? null;
    if (limit === null) continue;
    looked += times.length;
    // What passed unused may be made up for within the slack.
    const allowed = Math.ceil((limit.amount * (limit.perMs + slackMs)) / limit.perMs) + 1;
    const { most, fromMs } = fullestWindow(times.toSorted((one, other) => one - other), limit.perMs);
    if (most > allowed) found(id, `${most} of its recipients were released in ${limit.perMs} ms from ${iso(fromMs)}, and its speed is ${limit.amount}`);
  }
  return looked;
}

/** Gives how many calls came under the rate. A call that nobody accounts for counts against every account. */
function checkRate(rate: RateRecord, calls: readonly MatchedCall[], { rateTolerance }: InvariantSettings, found: Found): number {
  const { accountId, endpoint, requests, perMs } = rate;
  const times = calls
    .filter(({ entry }) => entry.endpoint === endpoint)
    .filter(({ attempt }) => accountId === undefined || attempt === undefined || attempt.accountId === accountId)
    .map(({ atMs }) => atMs)
    .toSorted((one, other) => one - other);
  const { most, fromMs } = fullestWindow(times, perMs);
  if (most > Math.ceil(requests * (1 + rateTolerance))) {
    const whose = accountId === undefined ? endpoint : `${endpoint} of ${accountId}`;
    found(whose, `${most} calls in ${perMs} ms from ${iso(fromMs)}, and ${requests} are allowed`);
  }
  return times.length;
}

/** The window of this length that holds most of the ascending moments. */
function fullestWindow(times: readonly number[], lengthMs: number): { readonly most: number; readonly fromMs: number } {
  let fullest = { most: 0, fromMs: 0 };
  let first = 0;
  for (const [place, at] of times.entries()) {
    while (at - times[first]! >= lengthMs) first += 1;
    if (place - first + 1 > fullest.most) fullest = { most: place - first + 1, fromMs: times[first]! };
  }
  return fullest;
}

function note(times: Map<string, number[]>, key: string, at: number): void {
  const known = times.get(key);
  if (known === undefined) times.set(key, [at]);
  else known.push(at);
}
