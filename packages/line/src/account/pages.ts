import type { AddressPage } from "@todoke/core";
import { isJsonArray, readText } from "../json-object.ts";
import type { LineAnswer } from "../line-api.ts";

/** One page of texts out of `field`, and where the next one begins. */
export function readPage(field: string, { body }: LineAnswer): AddressPage {
  const items = body[field];
  const addresses = isJsonArray(items) ? items.filter((item) => typeof item === "string") : [];
  const next = readText(body["next"]);
  return next === undefined || next === "" ? { addresses } : { addresses, nextCursor: next };
}

/**
 * Every text in `field` of every page, page after page. A page may be short, and even empty, while more follow; LINE's
 * mark for the next one is good for 24 hours, so do not sleep long between items.
 */
export async function* readPages(
  field: string,
  fetchPage: (start: string | undefined) => Promise<LineAnswer>,
): AsyncGenerator<string, void, undefined> {
  let start: string | undefined;
  do {
    const page = readPage(field, await fetchPage(start));
    yield* page.addresses;
    start = page.nextCursor;
  } while (start !== undefined);
}
