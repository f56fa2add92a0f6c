import { type CommonOpenings, isNever } from "./common-openings.ts";
import { windowsOf, type MessageWindows } from "./message-windows.ts";

/** What of a message its windows concern. */
export interface WindowedMessage extends MessageWindows {
  /** Present where the message keeps to a window. */
  readonly openings?: CommonOpenings;
  readonly validUntil: Date;
}

/** What the windows say to a delivery that would go out. */
export type WindowVerdict =
  | { readonly verdict: "open" }
  | { readonly verdict: "hold"; readonly until: Date }
  /** They are open next when the delivery has ended. */
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

/** When the windows are open again in the zones that {@link windowZone} gave; undefined where they are open or there is none. */
export function reopensAt({ openings }: WindowedMessage, zones: string | null, at: Date): Date | undefined {
  if (openings === undefined || zones === null) return undefined;
  const { opensAt } = openings.at(zones.split(" "), at);
  return opensAt <= at ? undefined : opensAt;
}

/** The zone by whose clock each window opens for a recipient, with a space between them; null without a window. */
export function windowZone(message: WindowedMessage, recipientZone: string | undefined): string | null {
  if (message.openings === undefined) return null;
  return windowsOf(message).map(({ timeZone, fallbackTimeZone }) => {
    const zone = timeZone === "recipient" ? (recipientZone ?? fallbackTimeZone) : timeZone;
    if (zone === undefined) throw new Error("a recipient without a time zone was accepted for a window that goes by it");
    return zone;
  }).join(" ");
}

/** A sentence on {@link WindowVerdict} `never`. */
export function describeNever(windows: MessageWindows, opensAt: Date, validUntil: Date): string {
  const names = Object.entries({ "the delivery time window": windows.deliveryTimeWindow, "the marketing window": windows.marketingWindow })
    .flatMap(([name, window]) => (window === undefined ? [] : [name]));
  const subject = names.join(" and ");
  if (isNever(opensAt)) return `${subject} are never open together`;
  const opens = names.length === 1 ? "opens" : "are both open";
  return `${subject} ${opens} next at ${opensAt.toISOString()}, and the delivery ends at ${validUntil.toISOString()}`;
}
