import type { Bill } from "@todoke/core";
import { asObject, type UnknownObject } from "./json-object.ts";

/** What a status says of the message's bill (developer.vonage.com, "Message Status", `usage` and `sms.count_total`). */
export function readBill(body: UnknownObject): { readonly bill?: Bill } {
  const { currency, price } = asObject(body["usage"]) ?? {};
  const units = Number(asObject(body["sms"])?.["count_total"]);
  const isPriced = typeof price === "string" && /^\d{1,9}(\.\d{1,12})?$/.test(price) && typeof currency === "string" && /^[A-Z]{3}$/.test(currency);
  const bill: Bill = {
    ...(Number.isSafeInteger(units) && units > 0 && { units }),
    ...(isPriced && { amount: price, currency }),
  };
  return Object.keys(bill).length === 0 ? {} : { bill };
}
