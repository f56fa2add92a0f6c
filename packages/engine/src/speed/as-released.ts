import type { PreparedMessage } from "../content/prepared-message.ts";
import { earlier, later } from "../decide.ts";

/** The end of what has none. */
export const never = new Date("9999-12-31T00:00:00Z");

/**
 * A message with a sending speed limit, as those see it who were released at a moment: their validity runs from then on.
 * Null: not released yet, or released with the whole message.
 */
export function asReleased(message: PreparedMessage, releasedAt: Date | null): PreparedMessage {
  if (message.speed === undefined || releasedAt === null) return message;
  return { ...message, releasedAt, validUntil: earlier(later(releasedAt, message.speed.validityPeriodMs), message.validUntil) };
}
