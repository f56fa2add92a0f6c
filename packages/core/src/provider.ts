import type { AccountServices } from "./account-services.ts";
import type { Adapter } from "./adapter.ts";

/** What a host needs to know to offer a provider: one of these in a list is all it takes to add one. */
export interface ProviderDefinition {
  readonly specificationVersion: 1;
  readonly provider: string;
  /** Names of settings that hold no secret, whatever is in them: a host may show them. All others it keeps to itself. */
  readonly openSettings?: readonly string[];
  /** Parses settings and throws `ConfigurationError` with the name of the bad one. Makes no call. */
  createAccount(settings: Readonly<Record<string, unknown>>): ProviderAccount;
}

/** One set of credentials, ready to be used. */
export interface ProviderAccount {
  /** One for each channel that the account carries. They share one webhook where the provider has one address. */
  readonly adapters: readonly Adapter[];
  readonly services?: AccountServices;
  /** Releases connections. */
  close(): Promise<void>;
}
