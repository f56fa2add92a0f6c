/** Weakest first: an attempt's evidence only ever moves to the right. */
const chain = ["sending", "unknown", "accepted", "sent", "failed", "delivered", "read"];

/** Higher is stronger; -1 for a word that is none. */
export function rankOf(evidence: string): number {
  return chain.indexOf(evidence);
}

/** A failure meets nothing, whatever came before it. */
export function meets(evidence: string, required: string): boolean {
  return evidence !== "failed" && rankOf(evidence) >= rankOf(required);
}

/** The strongest of these words; undefined without any. */
export function strongest(words: readonly string[]): string | undefined {
  return words.toSorted((one, other) => rankOf(other) - rankOf(one))[0];
}

/** A provider said that it failed and that it arrived. */
export function contradict(words: readonly string[]): boolean {
  return words.includes("failed") && words.some((word) => word === "delivered" || word === "read");
}
