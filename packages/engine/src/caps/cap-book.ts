import type { PreparedCap } from "./frequency-cap.ts";

/** What a delivery needs before it may go out: room for one more under a cap, at one address. */
export interface CapPlace {
  readonly cap: PreparedCap;
  readonly person: string;
  /** The delivery. */
  readonly holder: string;
  /** From when on places count. */
  readonly countedFrom: Date;
}

/** A place that was taken. */
export interface TakenPlace {
  readonly at: Date;
  readonly holder: string;
}

/** Why a person is left alone for now. */
export interface CapConcern {
  readonly cap: PreparedCap;
  /** When the first of the places that count was taken. */
  readonly since: Date;
}

/** What is taken under the caps, as far as anybody looked. Pure bookkeeping; who races whom is decided in the database. */
export class CapBook {
  readonly #taken: Map<string, readonly TakenPlace[]>;

  /** `taken` by {@link keyOf}. */
  constructor(taken: ReadonlyMap<string, readonly TakenPlace[]>) {
    this.#taken = new Map(taken);
  }

  /** The first of the places that cannot be had. A delivery that holds one already needs no other. */
  concernAbout(places: readonly CapPlace[]): CapConcern | undefined {
    for (const place of places) {
      const counting = this.#counting(place);
      if (counting.some(({ holder }) => holder === place.holder) || counting.length < place.cap.limit) continue;
      return { cap: place.cap, since: new Date(Math.min(...counting.map(({ at }) => at.getTime()))) };
    }
    return undefined;
  }

  /** Those of the places that the delivery does not hold yet; they count from here on. */
  take(places: readonly CapPlace[], at: Date): readonly CapPlace[] {
    const missing = places.filter((place) => !this.#counting(place).some(({ holder }) => holder === place.holder));
    for (const place of missing) {
      this.#taken.set(keyOf(place), [...(this.#taken.get(keyOf(place)) ?? []), { at, holder: place.holder }]);
    }
    return missing;
  }

  #counting(place: CapPlace): readonly TakenPlace[] {
    return (this.#taken.get(keyOf(place)) ?? []).filter(({ at }) => at >= place.countedFrom);
  }
}

/** Where places are counted. */
export function keyOf({ cap, person }: { readonly cap: { readonly name: string }; readonly person: string }): string {
  return `${cap.name} ${person}`;
}

/** In words for plans and timelines; says nothing of the person. */
export function describeCap({ cap: { name, limit, per, calendar }, since }: CapConcern): string {
  const period = calendar === true ? `${per} of calendar days` : per;
  return `the cap ${name} allows ${limit} in ${period}, and so many went out since ${since.toISOString()}`;
}
