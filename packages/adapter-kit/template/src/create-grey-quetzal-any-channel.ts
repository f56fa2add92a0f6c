import type { Adapter } from "@todoke/core";
import { createAdapter } from "./adapter.ts";
import { parseConfig, type GreyQuetzalConfig } from "./config.ts";

/** The channel `any-channel` of one Grey Quetzal account. */
export interface GreyQuetzalAnyChannel {
  /** The account as the orchestrator sees it. */
  readonly adapter: Adapter;
}

/** Makes the account ready to use. Makes no call. Throws `ConfigurationError` that names the bad setting. */
export function createGreyQuetzalAnyChannel(config: GreyQuetzalConfig): GreyQuetzalAnyChannel {
  return { adapter: createAdapter(parseConfig({ ...config })) };
}
