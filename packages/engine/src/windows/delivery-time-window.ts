export const weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;

export type Weekday = (typeof weekdays)[number];

/** When deliveries may go out, by the clock on the wall. Outside of it they are held, not dropped. */
export interface DeliveryTimeWindow {
  /** The days on which it opens; one that lasts over midnight closes on the day after. Absent: every day. */
  readonly days?: readonly Weekday[];
  /** `HH:MM`, from 00:00 to 23:59. Not the same as `to`. */
  readonly from: string;
  /** `HH:MM`: nothing goes out from then on. Earlier than `from`: on the day after. */
  readonly to: string;
  /** An IANA name, or `recipient`: each recipient's own. */
  readonly timeZone: string;
  /** For recipients without a zone of their own; only beside `recipient`. */
  readonly fallbackTimeZone?: string;
}
