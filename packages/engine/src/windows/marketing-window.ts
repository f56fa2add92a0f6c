import { ConfigurationError } from "@todoke/core";
import { type DeliveryTimeWindow, weekdays } from "./delivery-time-window.ts";
import type { PlanNote } from "../plan-view.ts";
import { isTimeZone } from "./is-time-zone.ts";
import type { MessageWindows } from "./message-windows.ts";

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Checks the window that an operator sets for marketing. Throws `ConfigurationError` naming the field. */
export function readMarketingWindow(window: DeliveryTimeWindow | undefined): DeliveryTimeWindow | undefined {
  if (window === undefined) return undefined;
  for (const [field, problem] of Object.entries(problemsOf(window))) {
    if (problem !== undefined) throw new ConfigurationError(`marketingWindow, ${field}`, problem);
  }
  return window;
}

function problemsOf({ days, from, to, timeZone, fallbackTimeZone }: DeliveryTimeWindow): Readonly<Record<string, string | undefined>> {
  return {
    days: days?.every((day) => weekdays.includes(day)) === false || days?.length === 0 ? `must be of ${weekdays.join(", ")}` : undefined,
    from: clockTime.test(from) ? undefined : "must be a time from 00:00 to 23:59",
    to: problemOfEnd(from, to),
    timeZone: timeZone === "recipient" || isTimeZone(timeZone) ? undefined : "must be an IANA time zone name, or `recipient`",
    fallbackTimeZone: problemOfFallback(timeZone, fallbackTimeZone),
  };
}

function problemOfEnd(from: string, to: string): string | undefined {
  if (!clockTime.test(to)) return "must be a time from 00:00 to 23:59";
  return from === to ? "must differ from `from`: leave the window out where marketing may go out at any time" : undefined;
}

function problemOfFallback(timeZone: string, fallback: string | undefined): string | undefined {
  if (timeZone !== "recipient") return fallback === undefined ? undefined : 'is only for `"timeZone": "recipient"`';
  if (fallback === undefined) return "is needed with `recipient`, for people whose zone is not known";
  return isTimeZone(fallback) ? undefined : "must be an IANA time zone name";
}

/** What a plan says of the window, where the message keeps to one. */
export function notesOnMarketing({ marketingWindow }: MessageWindows): readonly PlanNote[] {
  if (marketingWindow === undefined) return [];
  const { days, from, to, timeZone, fallbackTimeZone } = marketingWindow;
  const where = timeZone === "recipient" ? `each recipient's own zone, else ${fallbackTimeZone}` : timeZone;
  const when = days === undefined ? "" : ` on ${days.join(", ")}`;
  return [{ code: "marketing-window", detail: `marketing goes out from ${from} to ${to}${when} by the clocks of ${where}, and waits for that` }];
}
