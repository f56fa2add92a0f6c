import type { messagingApi } from "@line/bot-sdk";

/** LINE's own messages, in the types of `@line/bot-sdk`: stickers, templates, Flex, imagemaps and what comes next. */
export interface LinePayload {
  /** One to five, shown in this order. */
  readonly messages: readonly messagingApi.Message[];
  /** True: the phone does not ring. */
  readonly notificationDisabled?: boolean;
  /** At most one name of up to 30 of `A-Za-z0-9_`, under which LINE adds up statistics. */
  readonly customAggregationUnits?: readonly string[];
}

/** Native content for either channel of this package; what `send` and `sendNotification` take beside plain content. */
export interface LineNativeContent {
  readonly type: "native";
  readonly channel: "line" | "line-notification";
  readonly payload: LinePayload;
}
