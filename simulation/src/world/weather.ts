import type { Chance } from "../chance.ts";

/** What comes between a call and its answer. */
export type Fault =
  /** Carried out, and nobody was told. */
  | "answer-lost"
  /** Never arrived, and nobody can tell. */
  | "call-lost"
  | "throttled"
  | "unavailable";

/** When a provider is down, and how often something goes wrong while it is not. */
export class Weather {
  readonly #chance: Chance;
  readonly #outages: readonly { readonly fromMs: number; readonly toMs: number }[];

  /** `dayMs`: the day over which `outages` outages of 2 to 40 minutes are spread. */
  constructor(chance: Chance, beginsMs: number, dayMs: number, outages: number) {
    this.#chance = chance;
    this.#outages = Array.from({ length: outages }, () => {
      const fromMs = beginsMs + chance.whole(0, dayMs);
      return { fromMs, toMs: fromMs + chance.whole(2, 40) * 60_000 };
    });
  }

  /** What happens to a call at this moment; undefined: nothing. */
  faultAt(atMs: number): Fault | undefined {
    const isOut = this.#outages.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
    const fault = this.#chance.weighted(isOut ? inOutage : inFairWeather);
    return fault === "none" ? undefined : fault;
  }

  /** How long a call is under way, in milliseconds. */
  callTakesMs(): number {
    return this.#chance.happens(0.02) ? this.#chance.whole(500, 4_000) : this.#chance.whole(5, 60);
  }
}

const inFairWeather = { none: 970, "answer-lost": 8, "call-lost": 4, throttled: 6, unavailable: 12 };
const inOutage = { none: 0, "answer-lost": 10, "call-lost": 20, throttled: 0, unavailable: 970 };
