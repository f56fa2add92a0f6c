import type { SuppressionCause } from "@todoke/core";
import { later } from "../decide.ts";
import type { AttemptRecord } from "../store/attempt-row.ts";
import type { NewSuppression } from "../store/suppressions/write-suppressions.ts";
import { hardFailureDays, learnedPurposes } from "./suppression.ts";

/** What a failed attempt says of an address. */
export interface LearnedFailure {
  readonly suppresses: SuppressionCause | undefined;
  readonly providerCode: string | null | undefined;
  /** Of a bulk call, which recipient was refused. */
  readonly failedIndex?: number | undefined;
}

/**
 * What is to be remembered of the address that an attempt could not be sent to. It was so when the attempt was made: a
 * person who has come back since stays so.
 */
export function learnFrom(
  attempt: AttemptRecord,
  addressKind: string | undefined,
  { suppresses, providerCode, failedIndex }: LearnedFailure,
): readonly NewSuppression[] {
  const index = attempt.members.length === 1 ? 0 : failedIndex;
  const address = index === undefined ? undefined : attempt.addresses[index];
  if (suppresses === undefined || address === undefined || addressKind === undefined) return [];
  const { channel, accountId: account, startedAt: at } = attempt;
  const isOptOut = suppresses === "opt-out";
  return [{
    addressKind,
    address,
    channel,
    source: suppresses,
    purposes: learnedPurposes,
    account,
    isEnforced: isOptOut,
    ...(providerCode && { reason: `${channel} refused it (${providerCode})` }),
    at,
    ...(isOptOut ? {} : { until: later(at, hardFailureDays * 24 * 3_600_000) }),
  }];
}
