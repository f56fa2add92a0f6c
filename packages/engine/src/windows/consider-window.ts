import type { DeliveryTimeWindow } from "./delivery-time-window.ts";
import type { KnownOpenings } from "./known-openings.ts";

/** What of a message its window concerns. */
export interface WindowedMessage {
  readonly deliveryTimeWindow?: DeliveryTimeWindow;
  /** Present with the window. */
  readonly openings?: KnownOpenings;
  readonly validUntil: Date;
}

/** What a window says to a delivery that would go out. */
export type WindowVerdict =
  | { readonly verdict: "open" }
  | { readonly verdict: "hold"; readonly until: Date }
  /** It opens next when the delivery has ended. */
  | { readonly verdict: "never"; readonly opensAt: Date };

/**
 * Decides whether a delivery may go out at a moment. Explaining a plan and carrying it out both come through here.
 * `recipientZone` is the recipient's own.
 */
export function considerWindow(message: WindowedMessage, recipientZone: string | undefined, at: Date): WindowVerdict {
  const opensAt = reopensAt(message, windowZone(message, recipientZone), at);
  if (opensAt === undefined) return { verdict: "open" };
  return opensAt < message.validUntil ? { verdict: "hold", until: opensAt } : { verdict: "never", opensAt };
}

/** When the window opens again in a zone that {@link windowZone} gave; undefined where it is open or there is none. */
export function reopensAt({ openings }: WindowedMessage, zone: string | null, at: Date): Date | undefined {
  if (openings === undefined || zone === null) return undefined;
  const { opensAt } = openings.at(zone, at);
  return opensAt <= at ? undefined : opensAt;
}

/** The zone by whose clock the window opens for a recipient; null without a window. */
export function windowZone({ deliveryTimeWindow }: WindowedMessage, recipientZone: string | undefined): string | null {
  if (deliveryTimeWindow === undefined) return null;
  const { timeZone, fallbackTimeZone } = deliveryTimeWindow;
  const zone = timeZone === "recipient" ? (recipientZone ?? fallbackTimeZone) : timeZone;
  if (zone === undefined) throw new Error("a recipient without a time zone was accepted for a window that goes by it");
  return zone;
}

/** A sentence on {@link WindowVerdict} `never`. */
export function describeNever(opensAt: Date, validUntil: Date): string {
  return `the delivery time window opens next at ${opensAt.toISOString()}, and the delivery ends at ${validUntil.toISOString()}`;
}
