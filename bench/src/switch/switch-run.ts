import { medianOfKnown, quantile } from "../median.ts";
import { wholeNumber } from "../number-text.ts";
import { textTable } from "../text-table.ts";

/**
 * Why LINE is left for SMS. `refused`: a push is answered 400. `deadline`: a notification message is accepted and not
 * delivered within its `switchAfter`.
 */
export type SwitchCause = "refused" | "deadline";

/** How long it took from the causes to the SMS, in one run. */
export interface SwitchRun {
  readonly contestant: string;
  readonly cause: SwitchCause;
  readonly meanwhile: "idle" | "while-sending";
  /** From 1. */
  readonly round: number;
  readonly people: number;
  /** By person, from the cause to the call that sends the SMS, as the provider saw both; absent when the run failed. */
  readonly delaysMs?: readonly number[];
  readonly failures: readonly string[];
}

const head = ["switching", "cause", "meanwhile", "people", "median ms", "95 % within ms", "longest ms"];

/** A row for each contestant, cause and condition: medians over the rounds, and the longest of all of them. */
export function switchTable(runs: readonly SwitchRun[]): string {
  const groups = Map.groupBy(runs, ({ contestant, cause, meanwhile }) => `${contestant} ${cause} ${meanwhile}`);
  return textTable(head, [...groups.values()].map(row));
}

function row(own: readonly SwitchRun[]): string[] {
  const { contestant, cause, meanwhile, people } = own[0]!;
  const counted = own.filter(({ failures }) => failures.length === 0).map(({ delaysMs = [] }) => delaysMs);
  const middle = (share: number) => wholeNumber(medianOfKnown(counted.map((delays) => quantile(delays, share))));
  const longest = counted.length === 0 ? "failed" : wholeNumber(Math.max(...counted.flat()));
  return [contestant, cause, meanwhile, wholeNumber(people), middle(0.5), middle(0.95), longest];
}
