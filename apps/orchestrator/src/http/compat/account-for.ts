import type { OpenAccount } from "../../accounts.ts";

/** What a plan's step says of its account, or that nobody can tell which is meant. */
export type ChosenAccount = { readonly account?: string } | "unclear";

/**
 * The account that a sender's name stands for elsewhere: the one with this id, name or open setting, such as the number that it sends
 * from; else the only one of the channel. Without any the plan tells what there is.
 */
export function accountFor(accounts: readonly OpenAccount[], channel: string, sender: string | undefined): ChosenAccount {
  const carriers = accounts.filter(({ adapters }) => adapters.some((adapter) => adapter.channel === channel));
  const [named, another] = sender === undefined ? [] : carriers.filter((account) => isCalled(account, sender));
  if (named !== undefined && another === undefined) return { account: named.id };
  if (sender === undefined || carriers.length === 0) return {};
  return carriers.length === 1 ? { account: carriers[0]!.id } : "unclear";
}

function isCalled({ id, stored, openSettings }: OpenAccount, sender: string): boolean {
  const names = [id, stored?.name, ...Object.values(openSettings)];
  return names.some((name) => typeof name === "string" && withoutPlus(name) === withoutPlus(sender));
}

function withoutPlus(name: string): string {
  return name.replace(/^\+(?=\d)/, "");
}
