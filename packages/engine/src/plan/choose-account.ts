import type { AccountCondition } from "../health/account-condition.ts";
import { trialShare } from "../health/health-rules.ts";
import type { Lot } from "./lot.ts";

/** One account that may carry a step, as far as it matters for the choice. */
export interface AccountCandidate {
  readonly account: string;
  /** All candidates of a step have one, or none. */
  readonly weight: number | undefined;
  readonly servesCountry: boolean;
  /** It takes nothing at present. */
  readonly isPaused: boolean;
  readonly condition: AccountCondition;
  /** Undefined where its quota does not speak against it. */
  readonly quotaConcern: string | undefined;
}

/** Why a delivery goes by one of several accounts; stable words. */
export type ChoiceReason = "order" | "weight" | "trial" | "country" | "pause" | "pin" | "health" | "quota" | "none-better" | "reply";

export interface AccountChoice {
  readonly account: string;
  readonly reason: ChoiceReason;
  /** A sentence for people. */
  readonly detail: string;
}

/** What is known of the delivery that an account is chosen for. */
export interface ChoiceFacts {
  readonly lot: Lot;
  /** Nothing was tried on this step yet: only then may the delivery try an account out. */
  readonly isFirstTry: boolean;
}

interface Criterion {
  readonly reason: ChoiceReason;
  readonly passes: (candidate: AccountCandidate, facts: ChoiceFacts) => boolean;
  /** Why a candidate did not pass. */
  readonly word: (candidate: AccountCandidate) => string;
}

/** One after the other: each takes out those that do not pass, unless that would leave nobody. */
const criteria: readonly Criterion[] = [
  {
    reason: "pin",
    passes: ({ condition }) => condition.pin !== "avoid",
    word: () => "is to be avoided",
  },
  {
    reason: "health",
    passes: ({ condition }, facts) => isWell(condition) || mayTry(condition, facts),
    word: ({ condition }) => (condition.state === "probation" ? "is being tried out" : "is unhealthy"),
  },
  {
    reason: "health",
    passes: ({ condition }) => isWell(condition) || condition.state === "probation",
    word: () => "is unhealthy",
  },
  {
    reason: "quota",
    passes: ({ quotaConcern }) => quotaConcern === undefined,
    word: ({ quotaConcern }) => quotaConcern ?? "has no quota left",
  },
];

/**
 * Chooses the account for one delivery; undefined when none that sends to its country is at work. Pure: explaining a plan and carrying
 * it out both come through here.
 */
export function chooseAccount(candidates: readonly AccountCandidate[], facts: ChoiceFacts): AccountChoice | undefined {
  let left = candidates.filter(({ servesCountry, isPaused }) => servesCountry && !isPaused);
  if (left.length === 0) return undefined;
  const passedOver: PassedOver[] = candidates
    .filter((candidate) => !left.includes(candidate))
    .map(({ account, servesCountry }) =>
      servesCountry ? { account, reason: "pause", word: "is paused" } : { account, reason: "country", word: "does not send to this country" });
  for (const { reason, passes, word } of criteria) {
    const passing = left.filter((candidate) => passes(candidate, facts));
    if (passing.length === 0) continue;
    for (const out of left.filter((candidate) => !passing.includes(candidate))) {
      passedOver.push({ account: out.account, reason, word: word(out) });
    }
    left = passing;
  }
  return explain(pick(left, facts.lot.share), candidates, passedOver);
}

interface PassedOver {
  readonly account: string;
  readonly reason: ChoiceReason;
  readonly word: string;
}

function isWell({ state, pin }: AccountCondition): boolean {
  return pin === "use" || state === "healthy";
}

function mayTry({ state }: AccountCondition, { lot, isFirstTry }: ChoiceFacts): boolean {
  return state === "probation" && isFirstTry && lot.trial < trialShare;
}

/** The first, or by weight the one whose part of the whole the lot falls into. */
function pick(left: readonly AccountCandidate[], share: number): AccountCandidate {
  const total = left.reduce((sum, { weight = 0 }) => sum + weight, 0);
  let end = 0;
  return (
    left.find(({ weight = 0 }) => {
      end += weight;
      return share * total < end;
    }) ?? left[0]!
  );
}

function explain(
  chosen: AccountCandidate,
  candidates: readonly AccountCandidate[],
  passedOver: readonly PassedOver[],
): AccountChoice {
  const { account, condition, weight } = chosen;
  const others = passedOver.map(({ account: name, word }) => `${name} ${word}`).join(", ");
  const because = others === "" ? "" : `; ${others}`;
  const isBad = condition.pin === "avoid" || (condition.pin !== "use" && condition.state === "unhealthy");
  if (isBad) {
    const detail = `no account of this step is better: ${account} ${condition.pin === "avoid" ? "is to be avoided" : "is unhealthy"}${because}`;
    return { account, reason: "none-better", detail };
  }
  if (condition.pin !== "use" && condition.state === "probation") {
    return { account, reason: "trial", detail: `${account} is being tried out after it was unhealthy${because}` };
  }
  const before = weight === undefined ? candidates.slice(0, candidates.indexOf(chosen)) : candidates;
  const instead = passedOver.find((out) => before.some((candidate) => candidate.account === out.account));
  if (instead !== undefined) return { account, reason: instead.reason, detail: `${account} takes over${because}` };
  if (weight === undefined) return { account, reason: "order", detail: `${account} comes first` };
  const total = candidates.reduce((sum, candidate) => sum + (candidate.weight ?? 0), 0);
  return { account, reason: "weight", detail: `${account} gets ${weight} of ${total}` };
}
