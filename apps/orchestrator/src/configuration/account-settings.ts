/** One set of credentials, before its provider has looked at them. */
export interface AccountSettings {
  /** Never changes: attempts and inbound addresses carry it. */
  readonly id: string;
  readonly provider: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the operator calls each setting, where that is not the provider's own name for it. */
  readonly settingNames?: Readonly<Record<string, string>>;
}
