import type { DeliveryTimeWindow } from "./delivery-time-window.ts";
import { KnownOpenings } from "./known-openings.ts";
import type { Opening } from "./openings.ts";

/** After so long every window has opened on each of its days: what is not open together by then never is. In milliseconds. */
const searchedMs = 16 * 24 * 60 * 60_000;

/** Of windows that are never open together: after the end of whatever ends. */
const neverOpen: Opening = { opensAt: new Date("9999-12-31T00:00:00Z"), closesAt: new Date(8_640_000_000_000_000) };

/** When all windows of a message are open. */
export class CommonOpenings {
  readonly #openings: readonly KnownOpenings[];

  constructor(windows: readonly DeliveryTimeWindow[]) {
    this.#openings = windows.map((window) => new KnownOpenings(window));
  }

  /** The opening that `at` lies in, or else the next one. `zones` has the zone by whose clock each window opens, in their order. */
  at(zones: readonly string[], at: Date): Opening {
    for (let from = at; from.getTime() - at.getTime() <= searchedMs; ) {
      const each = this.#openings.map((openings, index) => openings.at(zones[index]!, from));
      const opensAt = new Date(Math.max(...each.map((opening) => opening.opensAt.getTime())));
      const closesAt = new Date(Math.min(...each.map((opening) => opening.closesAt.getTime())));
      if (opensAt < closesAt) return { opensAt, closesAt };
      from = closesAt;
    }
    return neverOpen;
  }
}

export function isNever(opensAt: Date): boolean {
  return opensAt >= neverOpen.opensAt;
}
