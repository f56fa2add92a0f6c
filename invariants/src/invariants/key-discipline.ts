import type { Found, Invariant } from "../invariant.ts";
import type { MatchedCall } from "../match-ledger.ts";
import type { AttemptRecord } from "../records.ts";
import type { InvariantSettings } from "../settings.ts";
import { iso } from "../subjects.ts";

/** I3. */
export const keyDiscipline: Invariant = {
  id: "I3",
  name: "one key, same bytes",
  explanation: "Each attempt has one key, every call under it has the same bytes and the same people, and none is made when the key is too old.",
  async check(index, settings, found) {
    checkTokens((await index.attempts()).values(), found);
    const calls = (await index.calls()).filter(({ entry }) => entry.retryKey !== undefined);
    for (const [key, under] of Map.groupBy(calls, ({ entry }) => entry.retryKey!)) checkKey(key, under, settings, found);
    return calls.length;
  },
};

function checkKey(key: string, calls: readonly MatchedCall[], settings: InvariantSettings, found: Found): void {
  const forms = new Set(calls.map(({ entry }) => `${entry.endpoint} ${entry.payloadHash ?? ""} ${entry.to.join(" ")}`));
  if (forms.size > 1) found(`key ${key}`, `was used for ${forms.size} different calls`);
  const firstMs = calls[0]!.attempt?.startedAt.getTime() ?? calls[0]!.atMs;
  const lastMs = Math.max(...calls.map(({ atMs }) => atMs));
  if (lastMs - firstMs > settings.keyLifetimeMs + settings.slackMs) {
    found(`key ${key}`, `was first used at ${iso(firstMs)} and again at ${iso(lastMs)}`);
  }
}

/** Who reports under a token must mean one attempt. */
function checkTokens(attempts: Iterable<AttemptRecord>, found: Found): void {
  const owners = new Map<string, string>();
  for (const { id, callbackToken } of attempts) {
    if (callbackToken === null) continue;
    const owner = owners.get(callbackToken);
    if (owner !== undefined) found(id, `has the same callback token as ${owner}`);
    owners.set(callbackToken, id);
  }
}
