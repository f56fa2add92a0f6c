import { shuffle, type Random } from "../random.ts";
import type { CallbackFault } from "../faults.ts";
import type { CallbackStep } from "./callback-step.ts";

/** What a fault makes of the callbacks of one call. Copies carry identical bytes. */
export function distortCallbacks(
  steps: readonly CallbackStep[],
  fault: CallbackFault,
  random: Random,
): readonly CallbackStep[] {
  if (fault.never === true) return [];
  const builds = steps.map((step) => once(step.build));
  const order = fault.shuffled === true ? shuffle(builds, random) : builds;
  return steps.flatMap((step, index) => {
    const build = order[index] ?? step.build;
    const copy = { dueAt: step.dueAt + (fault.delayMs ?? 0), build };
    return Array.from({ length: fault.copies ?? 1 }, () => copy);
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
