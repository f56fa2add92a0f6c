import { openingAt, type LocalHours, type Opening } from "./openings.ts";

/** More than there are zones, so that one zone's many spellings cannot fill the memory. */
const maximumKnown = 1_000;

interface KnownOpening extends Opening {
  /** From when on it is the one to come. */
  readonly since: Date;
}

/** The openings of one window by zone. Computing one takes tenths of a millisecond, and it stands until it closes. */
export class KnownOpenings {
  readonly #hours: LocalHours;
  readonly #known = new Map<string, KnownOpening>();

  constructor(hours: LocalHours) {
    this.#hours = hours;
  }

  /** The opening that `at` lies in, or else the next one. */
  at(timeZone: string, at: Date): Opening {
    const known = this.#known.get(timeZone);
    if (known !== undefined && known.since <= at && at < known.closesAt) return known;
    const opening = openingAt(this.#hours, timeZone, at);
    if (this.#known.size >= maximumKnown) this.#known.clear();
    this.#known.set(timeZone, { ...opening, since: at });
    return opening;
  }
}
