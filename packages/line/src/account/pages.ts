import { isJsonArray, readText } from "../json-object.ts";
import type { LineAnswer } from "../line-api.ts";

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
    const { body } = await fetchPage(start);
    const items = body[field];
    if (isJsonArray(items)) yield* items.filter((item) => typeof item === "string");
    start = readText(body["next"]);
  } while (start !== undefined && start !== "");
}
