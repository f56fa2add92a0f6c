import type { IndexRange } from "../index-range.ts";
import type { Sizes } from "../sizes.ts";

/** Far more than are sent to while messages are accepted: what is left is cancelled. */
const campaignPerRequest = 40;

/** Who is sent to when single messages are accepted. */
export interface AcceptRanges {
  readonly measured: IndexRange;
  readonly warmUp: IndexRange;
  /** Both of them. */
  readonly everybody: IndexRange;
  /** Others, who are sent to meanwhile. */
  readonly campaign: IndexRange;
}

export function acceptRanges({ accept }: Sizes): AcceptRanges {
  const warmUp = { from: 1 + accept, count: accept };
  const everybody = { from: 1, count: accept + warmUp.count };
  const campaign = { from: 1 + everybody.count, count: accept * campaignPerRequest };
  return { measured: { from: 1, count: accept }, warmUp, everybody, campaign };
}
