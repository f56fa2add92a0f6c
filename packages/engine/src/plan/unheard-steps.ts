import { evidenceRank, type Problem } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import type { PlanNote } from "../plan-view.ts";
import type { ResolvedPlan } from "./resolve-plan.ts";

/** Which accounts' providers are known to reach us. */
export interface VerifiedDoors {
  isVerified(accountId: string): boolean;
}

/**
 * Refuses steps whose success could only be reported through a door through which nothing has ever come: all of them
 * would look like failures. Where a door cannot be tried beforehand, the plan says so instead.
 */
export function checkDoors(
  { plan, allRoutes }: ResolvedPlan,
  accounts: Accounts,
  doors: VerifiedDoors,
  problems: Problem[],
): readonly PlanNote[] {
  const notes: PlanNote[] = [];
  const carriers = plan.steps.flatMap((step, index) => allRoutes[index]!.map((route) => ({ step, index, route })));
  carriers.forEach(({ step, index, route: { adapter, accountId } }) => {
    const needsReports = evidenceRank(step.succeedOn) > evidenceRank("accepted") && adapter.reconcile === undefined;
    if (!needsReports || step.allowUnverifiedInbound === true || doors.isVerified(accountId)) return;
    const isNeverHeard = adapter.webhook === undefined;
    const canBeTried = accounts.account(accountId)?.services?.inboundDoor !== undefined;
    const { why, advice } = isNeverHeard ? withoutWebhook(accountId) : withoutProof(accountId);
    const detail = `${adapter.channel} reports success by webhook alone, and ${why}`;
    if (isNeverHeard || canBeTried) problems.push({ pointer: `/plan/steps/${index}`, code, detail: `${detail}: ${advice}` });
    else notes.push({ code, detail: `step ${index + 1}: ${detail}` });
  });
  return notes;
}

const code = "unverified-inbound";
const otherwise = "allowUnverifiedInbound on this step sends all the same";

function withoutWebhook(accountId: string) {
  return {
    why: `account ${accountId} takes none`,
    advice: `set the secret that its signatures are checked with; ${otherwise}`,
  };
}

function withoutProof(accountId: string) {
  return {
    why: `nothing has come in for account ${accountId} yet`,
    advice: `POST /v1/accounts/${accountId}/inbound/verify has the provider try the address; ${otherwise}`,
  };
}
