import type { Purpose } from "@todoke/core";
import { purposeRules } from "../purpose-rules.ts";
import type { DeliveryTimeWindow } from "./delivery-time-window.ts";

/** The windows that a message keeps to. */
export interface MessageWindows {
  /** As the caller asked for. */
  readonly deliveryTimeWindow?: DeliveryTimeWindow | undefined;
  /** The operator's for marketing; has a fallback zone where it goes by the recipients' clocks. */
  readonly marketingWindow?: DeliveryTimeWindow | undefined;
}

/** All of them must be open. Always in the same order. */
export function windowsOf({ deliveryTimeWindow, marketingWindow }: MessageWindows): readonly DeliveryTimeWindow[] {
  return [deliveryTimeWindow ?? [], marketingWindow ?? []].flat();
}

/** Those that open for everybody at once. One that never closes is refused elsewhere, and left out. */
export function commonWindowsOf({ deliveryTimeWindow, marketingWindow }: MessageWindows): MessageWindows {
  return {
    ...(isCommon(deliveryTimeWindow) && { deliveryTimeWindow }),
    ...(isCommon(marketingWindow) && { marketingWindow }),
  };
}

function isCommon(window: DeliveryTimeWindow | undefined): boolean {
  return window !== undefined && window.timeZone !== "recipient" && window.from !== window.to;
}

/** What a request's windows are under the operator's `marketingWindow`. */
export function windowsFor(
  { deliveryTimeWindow }: MessageWindows,
  purpose: Purpose,
  marketingWindow: DeliveryTimeWindow | undefined,
): MessageWindows {
  return {
    ...(deliveryTimeWindow && { deliveryTimeWindow }),
    ...(marketingWindow && purposeRules[purpose].keepsToMarketingWindow && { marketingWindow }),
  };
}
