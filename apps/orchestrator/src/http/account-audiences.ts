import type { CallOptions, ProviderAudiences } from "@todoke/core";
import type { OpenAccount } from "../accounts.ts";
import { offeringAccount } from "./offering-account.ts";
import { found } from "./routes/ids.ts";

/** For calls to a provider whose caller waits. */
export const callOptions: CallOptions = { timeoutMs: 15_000 };

/** What an account offers for audiences, or the answer that it offers none. */
export function audiencesOf(accounts: readonly OpenAccount[], accountId: string): ProviderAudiences {
  return found(offeringAccount(accounts, accountId, "audiences").services?.audiences, "service");
}
