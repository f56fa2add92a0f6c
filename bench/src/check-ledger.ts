import type { LedgerEntry } from "@todoke/simulator";
import type { IndexRange } from "./index-range.ts";
import { personAt, type Standing, standingAt } from "./people.ts";
import type { Scenario } from "./scenario.ts";

/** What the provider's ledger says of one run. */
export interface LedgerAccount {
  /** What is wrong with the run, one sentence each. */
  readonly complaints: readonly string[];
  /** How many people were reached: friends by LINE, all others by SMS. */
  readonly reached: number;
}

interface Sent {
  readonly standing: Standing;
  line: number;
  sms: number;
}

/**
 * Reads the ledger of one run. Everybody must have been sent to, friends by LINE alone, people who are on LINE no more by SMS
 * alone, and nobody twice by one channel. A push to somebody who blocked the account is no fault, but reaches nobody.
 */
export function readLedger(
  ledger: readonly Pick<LedgerEntry, "provider" | "to">[],
  range: IndexRange,
  scenario: Scenario,
): LedgerAccount {
  const sent = new Map<string, Sent>();
  for (let index = range.from; index < range.from + range.count; index += 1) {
    const { lineUserId, phone } = personAt(index);
    const person = { standing: standingAt(index, scenario), line: 0, sms: 0 };
    sent.set(lineUserId, person).set(phone, person);
  }
  let strangers = 0;
  for (const { provider, to } of ledger) {
    for (const address of to) {
      const person = sent.get(address);
      if (person === undefined) strangers += 1;
      else person[provider === "line" ? "line" : "sms"] += 1;
    }
  }
  return accountOf(new Set(sent.values()), strangers);
}

function accountOf(people: ReadonlySet<Sent>, strangers: number): LedgerAccount {
  const count = (matches: (person: Sent) => boolean) => [...people].filter(matches).length;
  const of = (number: number) => `${number} of ${people.size} people`;
  const missing = count(({ line, sms }) => line + sms === 0);
  const repeated = count(({ line, sms }) => line > 1 || sms > 1);
  const needless = count(({ standing, line, sms }) => standing === "friend" && line > 0 && sms > 0);
  return {
    complaints: [
      ...(missing === 0 ? [] : [`${of(missing)} were not sent to`]),
      ...(repeated === 0 ? [] : [`${of(repeated)} were sent to more than once`]),
      ...(needless === 0 ? [] : [`${of(needless)} got an SMS although LINE had reached them`]),
      ...(strangers === 0 ? [] : [`${strangers} sends went to addresses outside the run`]),
    ],
    reached: count(({ standing, line, sms }) => (standing === "friend" ? line : 0) + sms > 0),
  };
}
