/** What became of a wish to take a message back. `too-late`: it has gone, or has ended otherwise. */
export type CancelOutcome = "cancelled" | "too-late";
