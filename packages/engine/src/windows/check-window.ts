import { InvalidRequestError, type Problem } from "@todoke/core";
import type { DeliveryTimeWindow } from "./delivery-time-window.ts";
import { CommonOpenings } from "./common-openings.ts";
import { describeNever } from "./consider-window.ts";
import { commonWindowsOf, windowsOf, type MessageWindows } from "./message-windows.ts";

/** Whom a message goes to, as far as a window by their own clocks is concerned. */
export interface WindowedRecipients {
  /** The provider knows its people, and nobody else does. */
  readonly isProviderAudience: boolean;
  /** The zone of each recipient of the request, in its order. */
  readonly timeZones: readonly (string | undefined)[];
}

const pointer = "/deliveryTimeWindow";

/** Checks what a window means for these recipients. Problems are appended to `problems`. */
export function checkWindow(
  { from, to, timeZone, fallbackTimeZone }: DeliveryTimeWindow,
  { isProviderAudience, timeZones }: WindowedRecipients,
  problems: Problem[],
): void {
  const report = (at: string, code: string, detail: string) => problems.push({ pointer: at, code, detail });
  if (from === to) report(`${pointer}/to`, "never-closes", "must differ from `from`: no window stands for a whole day");
  if (timeZone !== "recipient") {
    if (fallbackTimeZone !== undefined) {
      report(`${pointer}/fallbackTimeZone`, "not-needed", 'is only for `"timeZone": "recipient"`: leave it out');
    }
    return;
  }
  if (isProviderAudience) {
    report(`${pointer}/timeZone`, "unknown-time-zones", "only the provider knows the people of this audience: name one time zone for all");
  } else if (fallbackTimeZone === undefined) {
    timeZones.forEach((zone, number) => {
      if (zone === undefined) problems.push(zoneProblem(`/to/${number}/timeZone`));
    });
  }
}

/** What is wrong with a recipient without a zone. */
export function zoneProblem(at: string): Problem {
  return { pointer: at, code: "missing-time-zone", detail: missingDetail };
}

const missingDetail = "the delivery time window goes by it: give the recipient a time zone, or the window a `fallbackTimeZone`";

/** Throws `InvalidRequestError` where people of a list or a filter cannot be placed by their clocks. */
export function requireZones(window: DeliveryTimeWindow | undefined, peopleWithout: number): void {
  if (!needsZones(window) || peopleWithout === 0) return;
  const detail = `${peopleWithout} of the people have no time zone: give the window a \`fallbackTimeZone\``;
  throw new InvalidRequestError([{ pointer: `${pointer}/fallbackTimeZone`, code: "missing-time-zone", detail }]);
}

/** Every recipient must have a zone of their own. */
export function needsZones(window: DeliveryTimeWindow | undefined): boolean {
  return window?.timeZone === "recipient" && window.fallbackTimeZone === undefined;
}

/**
 * The windows have to be open together before the message ends. By the recipients' clocks they may be so for some: for the
 * others it is decided, and explained, one by one. Problems are appended to `problems`.
 */
export function checkOpening(given: MessageWindows, releaseAt: Date, validUntil: Date, problems: Problem[]): void {
  const common = commonWindowsOf(given);
  const windows = windowsOf(common);
  if (windows.length === 0) return;
  const { opensAt } = new CommonOpenings(windows).at(windows.map(({ timeZone }) => timeZone), releaseAt);
  if (opensAt < validUntil) return;
  const at = common.deliveryTimeWindow === undefined ? "/purpose" : pointer;
  problems.push({ pointer: at, code: "never-opens", detail: describeNever(common, opensAt, validUntil) });
}
