import { InvalidRequestError, type Problem } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { parseAudienceId } from "../ids.ts";
import type { AudienceRequest, MessageRequest } from "../message-request.ts";
import { readStoredFilter } from "../store/audiences/audience-rows.ts";
import { requireZones } from "../windows/check-window.ts";
import type { DeliveryTimeWindow } from "../windows/delivery-time-window.ts";
import type { ContactFilter } from "./contact-filter.ts";
import type { PeopleCount } from "./filter-view.ts";
import { readFilter } from "./read-filter.ts";

/** Whether the audience is people found by what is known of them. */
function isFilter(audience: AudienceRequest | undefined): audience is AudienceRequest & { readonly type: "filter" } {
  return audience?.type === "filter";
}

/** The filter of such an audience, or what is wrong with it. */
export interface FoundFilter {
  readonly filter: ContactFilter | undefined;
  readonly problems: readonly Problem[];
}

/** Reads the filter that a message's audience brings, or looks up the one that it names. Undefined for other audiences. */
export async function findFilter(context: EngineContext, { audience }: MessageRequest): Promise<FoundFilter | undefined> {
  if (!isFilter(audience)) return undefined;
  const problems: Problem[] = [];
  const { type: _type, id, filter, ...rest } = audience;
  const isOne = (id === undefined) !== (filter === undefined) && Object.keys(rest).length === 0;
  if (!isOne) {
    const detail = "has nothing but its type and either a filter or the id of a stored one";
    return { filter: undefined, problems: [{ pointer: "/audience", code: "exactly-one", detail }] };
  }
  const given = filter ?? (await storedFilter(context, id, problems));
  const read = given === undefined ? undefined : readFilter(given, "/audience/filter", problems);
  return { filter: read, problems };
}

async function storedFilter({ connection, projectId }: EngineContext, id: unknown, problems: Problem[]): Promise<unknown> {
  const audienceId = typeof id === "string" ? parseAudienceId(id) : undefined;
  const stored = audienceId && (await readStoredFilter(connection, projectId, audienceId));
  if (stored === undefined) problems.push({ pointer: "/audience/id", code: "unknown-audience", detail: "must be the id of a stored filter: aud_…" });
  return stored;
}

/** Throws `InvalidRequestError` where nobody is found, or a window goes by their clocks and some have none. */
export function requirePeople({ people, withoutTimeZone }: Pick<PeopleCount, "people" | "withoutTimeZone">, window: DeliveryTimeWindow | undefined): number {
  if (people === 0) {
    throw new InvalidRequestError([{ pointer: "/audience", code: "empty-audience", detail: "nobody is found by this filter now" }]);
  }
  requireZones(window, withoutTimeZone);
  return people;
}
