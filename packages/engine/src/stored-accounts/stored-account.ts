import type { ErrorClass, JsonObject } from "@todoke/core";
import type { EngineAccount } from "../engine.ts";

/** How an account is used, whoever its provider is. */
export type AccountUsage = Pick<EngineAccount, "forwardTo" | "countries" | "keepQuota" | "limits" | "useReplyTokens" | "prices">;

/** An account to be stored; its provider has looked at the settings. */
export interface NewStoredAccount {
  readonly provider: string;
  /** For people. */
  readonly name: string;
  readonly settings: JsonObject;
  readonly usage: AccountUsage;
}

/** An account that was made through the API. Holds secrets: never to be shown or logged as it is. */
export interface StoredAccount extends Omit<NewStoredAccount, "settings"> {
  /** Made by us, and never changes: `acc_…`. */
  readonly id: string;
  /** Undefined where no key opens them. */
  readonly settings: JsonObject | undefined;
  /** Why there are no settings; a sentence for people. */
  readonly problem?: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** What is stored of a project's accounts, all of it as of one revision or a later one. */
export interface KeptAccounts {
  readonly projectId: string;
  /** Grows with every change. */
  readonly revision: number;
  /** In the order in which they were made. */
  readonly accounts: readonly StoredAccount[];
  /** Accounts that are to make no call, and since when; those of the configuration among them. */
  readonly pausedAt: ReadonlyMap<string, Date>;
}

/** What came of asking a provider whose the credentials are. */
export type AccountProbe =
  | { readonly probedAt: Date; readonly works: true; readonly name: string; readonly address?: string }
  | { readonly probedAt: Date; readonly works: false; readonly errorClass: ErrorClass; readonly providerCode: string };

/** The same, before it is stored. */
export type ProbeResult = Omit<Extract<AccountProbe, { works: true }>, "probedAt"> | Omit<Extract<AccountProbe, { works: false }>, "probedAt">;
