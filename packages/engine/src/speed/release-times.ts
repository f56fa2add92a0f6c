import { Temporal } from "temporal-polyfill";
import { CommonOpenings, isNever } from "../windows/common-openings.ts";
import type { DeliveryTimeWindow } from "../windows/delivery-time-window.ts";
import { commonWindowsOf, windowsOf, type MessageWindows } from "../windows/message-windows.ts";

/** When recipients are released who follow each other evenly, as far as the windows of named zones are open. */
export interface ReleaseTimes {
  /**
   * The first moment, open and no sooner than `fromMs`, at which `openMs` of open time have passed since. In milliseconds
   * since 1970. By the recipients' own clocks no window is known here: it counts as open.
   */
  after(fromMs: number, openMs: number): number;
}

export function releaseTimes(given: MessageWindows): ReleaseTimes {
  const windows = windowsOf(commonWindowsOf(given));
  return windows.length === 0 ? withoutWindow : new WindowedReleases(windows);
}

const withoutWindow: ReleaseTimes = { after: (fromMs, openMs) => fromMs + openMs };

const weekDays = 7;
/** Openings are gone through one by one while there are no more left than in so many weeks. */
const countedWeeks = 3;

class WindowedReleases implements ReleaseTimes {
  readonly #openings: CommonOpenings;
  readonly #zones: readonly string[];

  constructor(windows: readonly DeliveryTimeWindow[]) {
    this.#openings = new CommonOpenings(windows);
    this.#zones = windows.map(({ timeZone }) => timeZone);
  }

  after(fromMs: number, openMs: number): number {
    let atMs = fromMs;
    let leftMs = openMs;
    const first = this.#openings.at(this.#zones, new Date(fromMs));
    // Refused elsewhere, at the field that it is wrong with.
    if (isNever(first.opensAt)) return withoutWindow.after(fromMs, openMs);
    const firstMs = first.closesAt.getTime() - Math.max(first.opensAt.getTime(), fromMs);
    if (leftMs > firstMs) {
      const weekMs = this.#openWithin(fromMs, this.#weeksLater(fromMs, 1));
      const weeks = weekMs === 0 ? 0 : Math.floor(leftMs / weekMs) - countedWeeks;
      if (weeks > 0) {
        atMs = this.#weeksLater(fromMs, weeks);
        leftMs -= weeks * weekMs;
      }
    }
    for (;;) {
      const opening = this.#openings.at(this.#zones, new Date(atMs));
      const startMs = Math.max(opening.opensAt.getTime(), atMs);
      const lastsMs = opening.closesAt.getTime() - startMs;
      if (leftMs < lastsMs) return startMs + leftMs;
      leftMs -= lastsMs;
      atMs = opening.closesAt.getTime();
    }
  }

  /** Open time, in milliseconds. A week has the same from week to week, but for the hour that clocks are put on or back. */
  #openWithin(fromMs: number, toMs: number): number {
    let sumMs = 0;
    for (let atMs = fromMs; ; ) {
      const { opensAt, closesAt } = this.#openings.at(this.#zones, new Date(atMs));
      const startMs = Math.max(opensAt.getTime(), atMs);
      if (startMs >= toMs) return sumMs;
      sumMs += Math.min(closesAt.getTime(), toMs) - startMs;
      atMs = closesAt.getTime();
    }
  }

  #weeksLater(ms: number, weeks: number): number {
    const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(this.#zones[0]!);
    return local.add({ days: weeks * weekDays }).epochMilliseconds;
  }
}
