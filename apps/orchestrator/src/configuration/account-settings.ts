import type { EngineAccount } from "@todoke/engine";

/** One set of credentials, before its provider has looked at them, and how the engine shall use the account. */
export interface AccountSettings extends Omit<EngineAccount, "adapters"> {
  readonly provider: string;
  /** Whose it is; absent: the default project's. */
  readonly project?: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the operator calls each setting, where that is not the provider's own name for it. */
  readonly settingNames?: Readonly<Record<string, string>>;
}
