import type { EngineContext } from "../engine-context.ts";

/**
 * Says in the log which channels and accounts caps and budgets name that are not there. Where accounts come and go that is no
 * reason to refuse, but it may be a slip.
 */
export function warnOfStrangers({ accounts, caps, budgets, log }: Pick<EngineContext, "accounts" | "caps" | "budgets" | "log">): void {
  const channels = [...caps, ...budgets].flatMap((guard) => guard.channels ?? []).filter((channel) => !accounts.channels.includes(channel));
  const absent = budgets.flatMap(({ account }) => account ?? []).filter((id) => accounts.account(id) === undefined);
  if (channels.length === 0 && absent.length === 0) return;
  log.warn({ channels: [...new Set(channels)], accounts: absent }, "caps or budgets name channels or accounts that are not there");
}
