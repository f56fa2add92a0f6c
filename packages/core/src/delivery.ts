import type { ProviderEvidence } from "./evidence.ts";

/** Where a message stands. */
export type MessageStatus = "open" | "scheduled" | "sending" | "paused" | "completed" | "cancelled";

export const messageStatuses = [
  "open",
  "scheduled",
  "sending",
  "paused",
  "completed",
  "cancelled",
] as const satisfies readonly MessageStatus[];

/**
 * Where one delivery stands. `pending`: not yet claimed, or between two steps. `sending`: an attempt has no outcome yet.
 * `waiting`: an attempt was accepted and stronger evidence is awaited. `final`: the closing decision is written.
 */
export type DeliveryStatus = "scheduled" | "held" | "pending" | "sending" | "waiting" | "final";

export const deliveryStatuses = [
  "scheduled",
  "held",
  "pending",
  "sending",
  "waiting",
  "final",
] as const satisfies readonly DeliveryStatus[];

/**
 * How a delivery ended: the best evidence word, or why there is none. `accepted` and `sent` may stand with
 * `succeeded: false`, when that was the last word and the plan asked for more.
 */
export type DeliveryOutcome = ProviderEvidence | "expired" | "cancelled" | "skipped" | "unknown";

export const deliveryOutcomes = [
  "accepted",
  "sent",
  "delivered",
  "read",
  "failed",
  "expired",
  "cancelled",
  "skipped",
  "unknown",
] as const satisfies readonly DeliveryOutcome[];

/** What is known of an address before a call is made. */
export type Reachability = "reachable" | "unreachable" | "unknown";
