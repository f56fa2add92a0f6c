import type { Bill } from "@todoke/core";

/** What Twilio says of a message's bill; all of it comes as text, and the price only long after the message has gone. */
interface BilledMessage {
  readonly numSegments?: unknown;
  readonly price?: unknown;
  readonly priceUnit?: unknown;
}

/**
 * Reads it. A Messaging Service counts 0 segments until it has chosen a sender, which says nothing. Prices are negative,
 * as what an account is charged (twilio.com/docs/messaging/api/message-resource).
 */
export function readBill({ numSegments, price, priceUnit }: BilledMessage): { readonly bill?: Bill } {
  const units = Number(numSegments);
  const amount = typeof price === "string" && /^-?\d{1,9}(\.\d{1,12})?$/.test(price) ? price.replace("-", "") : undefined;
  const currency = typeof priceUnit === "string" && /^[A-Za-z]{3}$/.test(priceUnit) ? priceUnit.toUpperCase() : undefined;
  const bill: Bill = {
    ...(Number.isSafeInteger(units) && units > 0 && { units }),
    ...(amount !== undefined && currency !== undefined && { amount, currency }),
  };
  return Object.keys(bill).length === 0 ? {} : { bill };
}
