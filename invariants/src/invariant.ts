import type { RecordIndex } from "./record-index.ts";
import type { InvariantSettings } from "./settings.ts";

/** Something that does not hold. It names ids alone, never an address or a text. */
export interface Finding {
  /** Of the promise that is broken: `I1` … `I8`. */
  readonly invariant: string;
  /** What it is about: a message, a delivery, an attempt, a line of a log. */
  readonly subject: string;
  readonly detail: string;
}

/** Notes that `subject` breaks the promise. */
export type Found = (subject: string, detail: string) => void;

/** One promise, and what holds records against it. */
export interface Invariant {
  readonly id: string;
  readonly name: string;
  /** What is promised, in one sentence. */
  readonly explanation: string;
  /** Gives how many things it looked at: none means that it proved nothing. */
  check(index: RecordIndex, settings: InvariantSettings, found: Found): Promise<number>;
}
