import type { PreparedMessage } from "../content/prepared-message.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import { considerWindow, describeNever } from "../windows/consider-window.ts";
import { closeOutsideWindow, holdUntilOpening } from "./changes-without-call.ts";

export interface KeptToWindow {
  /** Those that may go out now. */
  readonly open: readonly ClaimedDelivery[];
  /** Moves of the others. */
  readonly changes: readonly DeliveryChange[];
}

/** Holds deliveries until all windows of their message are open, and ends those for which that is too late. */
export function keepToWindow(message: PreparedMessage, deliveries: readonly ClaimedDelivery[], now: Date): KeptToWindow {
  if (message.openings === undefined) return { open: deliveries, changes: [] };
  const open: ClaimedDelivery[] = [];
  const changes: DeliveryChange[] = [];
  for (const delivery of deliveries) {
    const window = considerWindow(message, delivery.timeZone, now);
    if (window.verdict === "open") open.push(delivery);
    else if (window.verdict === "hold") changes.push(holdUntilOpening(delivery, now, window.until));
    else changes.push(closeOutsideWindow(delivery, now, describeNever(message, window.opensAt, message.validUntil)));
  }
  return { open, changes };
}
