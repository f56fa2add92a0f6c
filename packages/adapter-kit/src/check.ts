import type { AdapterSubject } from "./subject.ts";

/** One claim of the contract, and how to find out whether an adapter keeps it. */
export interface AdapterCheck<Id extends string = string> {
  /** Stable: what a skip names. */
  readonly id: Id;
  /** A sentence that is true of a right adapter. */
  readonly title: string;
  /** Whether the subject has what this check is about. `claims.samples` sees to it that nothing claimed is left out. */
  readonly applies: (subject: AdapterSubject) => boolean;
  /** Rejects with an `AssertionError` that says in which situation the adapter did what. */
  readonly run: (subject: AdapterSubject) => Promise<void>;
}

export function always(): boolean {
  return true;
}
