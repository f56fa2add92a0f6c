import type { Purpose, QuotaReport } from "@todoke/core";
import { purposeRules } from "../purpose-rules.ts";

/** What a provider last said of an account's allowance, in the units of the adapter's `cost`. */
export interface KnownQuota extends QuotaReport {
  readonly checkedAt: Date;
}

/** Why an account had better be left alone, if its allowance is the reason. */
export interface QuotaConcern {
  readonly detail: string;
}

/** What of the account's allowance this message must leave; undefined where it may use all. */
export function keptFrom(purpose: Purpose, keepQuota: number | undefined): number | undefined {
  return purposeRules[purpose].usesKeptQuota ? undefined : keepQuota;
}

/** Undefined where nothing speaks against the account: no limit, enough left, or old news from before the renewal. */
export function concernAbout(
  known: KnownQuota | undefined,
  keep: number | undefined,
  now: Date,
): QuotaConcern | undefined {
  const remaining = remainingOf(known, now);
  if (known?.limit === undefined || remaining === undefined) return undefined;
  const until = known.renewsAt.toISOString();
  if (remaining === 0) {
    return { detail: `the account's allowance of ${known.limit} is used up until ${until}` };
  }
  if (keep !== undefined && remaining <= keep) {
    return { detail: `${remaining} of the account's allowance remain until ${until}, of which ${keep} are kept back` };
  }
  return undefined;
}

/** Never below zero. Undefined without a limit, and once the provider counts anew. */
export function remainingOf(known: KnownQuota | undefined, now: Date): number | undefined {
  if (known?.limit === undefined || now >= known.renewsAt) return undefined;
  return Math.max(0, known.limit - known.used);
}

/**
 * What a refusal for quota meant. `reserved`: everything fits, so that another send holds it for now. `short`: some
 * fits. `used-up`: nothing does. `unknown`: the provider did not tell, or has no limit.
 */
export type QuotaRefusal = "reserved" | "short" | "used-up" | "unknown";

export function judgeRefusal(known: KnownQuota | undefined, units: number, now: Date): QuotaRefusal {
  const remaining = remainingOf(known, now);
  if (remaining === undefined) return "unknown";
  if (remaining >= units) return "reserved";
  return remaining > 0 ? "short" : "used-up";
}
