import type { HistoryEntry } from "../delivery-change.ts";

/** Reasons for leaving a step that say something of us or of the provider, and nothing of the person. */
const causes: ReadonlySet<string> = new Set(["throttled", "unavailable", "sender", "quota", "deadline", "unknown"]);

/** Whether a delivery came to its step because an earlier one could not be carried out, whoever the person is. */
export function isFailover(history: readonly HistoryEntry[]): boolean {
  return history.some((entry) => (entry.type === "switched" || entry.type === "skipped") && causes.has(entry.reason));
}
