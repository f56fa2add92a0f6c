/** How much of everything one run of the bench does. */
export interface Sizes {
  /** People in the part of that name. */
  readonly personalised: number;
  readonly identical: number;
  readonly failover: number;
  /** Single messages that are posted in the part `accept`. */
  readonly accept: number;
  /** People of one message in the part `scale`, one size after the other. */
  readonly scale: readonly number[];
  /** So many people are sent to at each size: a small message is sent again, to others. */
  readonly scaleLeast: number;
  /** The most identical pushes that are sent one by one: a loop makes no other rate with more. */
  readonly loopMost: number;
  /** People whose switch from LINE to SMS is watched in the part `switch`. */
  readonly switches: number;
  /** People of each contestant before its clock starts. */
  readonly warmUp: number;
  /** How often every contestant runs. */
  readonly rounds: number;
}

/** What figures are taken from. */
export const fullSizes: Sizes = {
  personalised: 20_000,
  identical: 100_000,
  failover: 10_000,
  accept: 2_000,
  scale: [1_000, 10_000, 100_000],
  scaleLeast: 20_000,
  loopMost: 50_000,
  switches: 200,
  warmUp: 2_000,
  rounds: 2,
};

/** Enough to see that everything works. */
export const quickSizes: Sizes = {
  personalised: 1_000,
  // More than one request carries, so that they are streamed.
  identical: 12_000,
  failover: 500,
  accept: 100,
  scale: [1_000],
  scaleLeast: 1_000,
  loopMost: 1_000,
  switches: 20,
  warmUp: 100,
  rounds: 1,
};

/** With a million people where so many can be sent to. */
export function millionSizes(sizes: Sizes): Sizes {
  return { ...sizes, identical: 1_000_000, scale: [...sizes.scale, 1_000_000] };
}

/** How many people DBOS sends to where the others send to `people`: it takes so much longer for each. */
export function dbosShare(people: number): number {
  return Math.max(1, Math.round(people / 10));
}
