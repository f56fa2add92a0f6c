import type { Accounts } from "../accounts.ts";
import { allWays, type PreparedMessage } from "../content/prepared-message.ts";
import type { RecipientExplanation } from "../plan-view.ts";
import type { StoredQuota } from "../store/account-quota.ts";
import { viewOf, type QuotaView } from "./quota-view.ts";

/** An account's allowance beside what a message would take of it. */
export interface PlanQuota extends QuotaView {
  /**
   * What goes out on this account first counts as; reckoned from those who are explained, where those are not all. The
   * size of an audience at a provider is not known, and none of it is counted here.
   */
  readonly needed: number;
  /** Present where it does not fit, or where an audience cannot be told to fit. */
  readonly warning?: string;
}

/** One for each account and channel of the plan that has an allowance. */
export function quotasOfPlan(
  message: PreparedMessage,
  recipients: readonly RecipientExplanation[],
  accounts: Accounts,
  stored: readonly StoredQuota[],
  total: number,
): readonly PlanQuota[] {
  const places = new Map<string, { accountId: string; channel: string }>();
  for (const { route } of allWays(message)) {
    if (route?.adapter.quota === undefined) continue;
    places.set(`${route.accountId} ${route.adapter.channel}`, { accountId: route.accountId, channel: route.adapter.channel });
  }
  return [...places.values()].map(({ accountId, channel }) => {
    const view = viewOf(accounts, accountId, channel, stored);
    const needed = message.audience === undefined ? Math.ceil((neededOf(recipients, accountId, channel) * total) / recipients.length) : 0;
    const warning = warningOf(view, needed, message.audience !== undefined);
    return { ...view, needed, ...(warning !== undefined && { warning }) };
  });
}

function neededOf(recipients: readonly RecipientExplanation[], accountId: string, channel: string): number {
  let needed = 0;
  for (const { steps } of recipients) {
    for (const { account, channel: on, verdict, cost } of steps) {
      const goesFirst = verdict === "use" || verdict === "look-up";
      if (goesFirst && account === accountId && on === channel) needed += cost?.units ?? 1;
    }
  }
  return needed;
}

function warningOf({ remaining, unit }: QuotaView, needed: number, isAudience: boolean): string | undefined {
  if (remaining === null) return undefined;
  if (isAudience) return `${remaining} remain (${unit}): an audience that is larger is refused as a whole`;
  if (remaining >= needed) return undefined;
  return `${needed} are needed (${unit}), and ${remaining} remain`;
}
