import type { Clock } from "../clock.ts";
import { dayOf } from "./japan-time.ts";

/** The ways in which messages are sent, as LINE counts them apart. */
export const sendingMethods = [
  "reply",
  "push",
  "multicast",
  "broadcast",
  "narrowcast",
  "pnp-template",
  "pnp-flexible",
] as const;
export type SendingMethod = (typeof sendingMethods)[number];

/** How many people were reached on which day (UTC+9), and how. */
export interface DailyCounts {
  /** `at`: when they are reached, in milliseconds since the epoch; now unless given. */
  add(method: SendingMethod, people: number, at?: number): void;
  of(method: SendingMethod, day: number): number;
  /** Whether the day is over, so that LINE tells its numbers. */
  isOver(day: number): boolean;
}

export function createDailyCounts(clock: Clock): DailyCounts {
  const days = new Map<number, Map<SendingMethod, number>>();
  return {
    add(method, people, at = clock.now()) {
      const day = dayOf(at);
      const counts = days.get(day) ?? new Map<SendingMethod, number>();
      days.set(day, counts.set(method, (counts.get(method) ?? 0) + people));
    },
    of: (method, day) => days.get(day)?.get(method) ?? 0,
    isOver: (day) => day < dayOf(clock.now()),
  };
}
