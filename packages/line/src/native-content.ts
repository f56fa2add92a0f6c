import type { messagingApi } from "@line/bot-sdk";
import type { Frozen } from "./frozen.ts";

/** LINE's own messages, in the types of `@line/bot-sdk`: stickers, templates, Flex, imagemaps and what comes next. */
export interface LinePayload {
  /** One to five, shown in this order. */
  readonly messages: readonly Frozen<messagingApi.Message>[];
  /** True: the phone does not ring. */
  readonly notificationDisabled?: boolean;
  /** At most one name of up to 30 of `A-Za-z0-9_`, under which LINE adds up statistics. */
  readonly customAggregationUnits?: readonly string[];
}

/** Messages of a design that LINE reviewed, for the owner of a phone number. */
export interface LineFlexiblePayload extends LinePayload {
  /** By the account's own name for it; required where the settings list `flexibleDesigns`. Not sent. */
  readonly design?: string;
  /** Sends a design that LINE has not approved. Not sent. */
  readonly allowUnapproved?: boolean;
}

/** Native content for either channel of this package; what `send` and `sendNotification` take beside plain content. */
export type LineNativeContent =
  | { readonly type: "native"; readonly channel: "line"; readonly payload: LinePayload }
  | { readonly type: "native"; readonly channel: "line-notification"; readonly payload: LineFlexiblePayload };
