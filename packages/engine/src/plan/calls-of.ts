import type { PreparedMessage } from "../content/prepared-message.ts";
import { groupCalls, type Callable } from "../dispatch/group-calls.ts";
import { sliceSize } from "../dispatch/slice-size.ts";
import { chunkSize } from "../store/insert-message.ts";
import type { Consideration } from "./consider-step.ts";

/** A recipient with what was decided about each step. */
export interface ConsideredSteps {
  readonly delivery: { readonly number: number; readonly timeZone: string | undefined };
  readonly steps: readonly Consideration[];
}

interface FirstCall extends Callable {
  readonly number: number;
  readonly isLookedUp: boolean;
}

/**
 * The endpoint that would carry each recipient's first step, by number; nobody is in it whom no step can reach. Sending
 * takes deliveries in the same slices and joins those of a slice by the same function. Where an address is asked about
 * first, the answer is taken for a yes.
 */
export function callsOf(
  message: PreparedMessage,
  recipients: readonly ConsideredSteps[],
  now: Date,
): ReadonlyMap<number, string> {
  const calls = new Map<number, string>();
  const size = sliceSize(message, 0);
  for (let chunk = 0; chunk < recipients.length; chunk += chunkSize) {
    const end = Math.min(chunk + chunkSize, recipients.length);
    for (let from = chunk; from < end; from += size) {
      const slice = recipients.slice(from, Math.min(from + size, end)).flatMap(firstCall);
      // Whoever is asked about joins the others after the answer.
      const inOrder = slice.toSorted((one, other) => Number(one.isLookedUp) - Number(other.isLookedUp));
      for (const { members, endpoint } of groupCalls(message, inOrder, now)) {
        for (const { number } of members) calls.set(number, endpoint);
      }
    }
  }
  return calls;
}

function firstCall({ delivery: { number, timeZone }, steps }: ConsideredSteps): readonly FirstCall[] {
  const step = steps.findIndex(({ verdict }) => verdict !== "skip");
  const use = steps[step];
  if (use === undefined || use.verdict === "skip") return [];
  const delivery = { timeZone, step: 0, stepStartedAt: null, tries: 0, possibleDuplicate: false };
  return [{ number, delivery, step, use, isLookedUp: use.verdict === "look-up" }];
}
