import { InvalidRequestError, type JsonObject, type Problem } from "@todoke/core";
import type { ContactFilter } from "./contact-filter.ts";
import { readFilter } from "./read-filter.ts";

/** The filter that stands in a request's `filter`. Throws `InvalidRequestError`, with pointers from `/filter`, where it is none. */
export function soundFilter(given: JsonObject): ContactFilter {
  const problems: Problem[] = [];
  const filter = readFilter(given, "/filter", problems);
  if (filter === undefined || problems.length > 0) throw new InvalidRequestError(problems);
  return filter;
}
