import { ConfigurationError } from "@todoke/core";

/**
 * For how long after the month in which a message was taken in something is kept, in whole months or years (ISO 8601:
 * `P12M`, `P2Y`); absent: for ever.
 */
export interface Retention {
  /** Deliveries with their addresses, attempts with the bytes that they sent, and evidence. */
  readonly deliveries?: string;
  /** Messages with their content, plan and counts; no shorter than `deliveries`, which must be set beside it. */
  readonly messages?: string;
}

/** The same in months; undefined: for ever. */
export interface KeptMonths {
  readonly deliveries: number | undefined;
  readonly messages: number | undefined;
}

/** Throws `ConfigurationError` for what is no such duration, and for messages that would go before their deliveries. */
export function readRetention(retention: Retention = {}): KeptMonths {
  const deliveries = readMonths("deliveries", retention.deliveries);
  const messages = readMonths("messages", retention.messages);
  if (messages !== undefined && (deliveries === undefined || deliveries > messages)) {
    throw new ConfigurationError("retention.messages", "must be no shorter than retention.deliveries, which must be set beside it");
  }
  return { deliveries, messages };
}

function readMonths(name: keyof Retention, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, count, unit] = /^P([1-9]\d{0,2})([MY])$/.exec(text) ?? [];
  if (count === undefined) throw new ConfigurationError(`retention.${name}`, "must be whole months or years, such as P12M or P2Y");
  return Number(count) * (unit === "Y" ? 12 : 1);
}
