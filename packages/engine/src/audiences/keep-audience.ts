import { InvalidRequestError, type JsonObject } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { soundFilter } from "../filters/sound-filter.ts";
import { insertAudience, readAudience, updateAudience } from "../store/audiences/audience-rows.ts";
import type { AudienceType, AudienceView } from "./audience-view.ts";

/** What is to be kept: a list that is filled with members, or a filter. */
export interface AudienceDraft {
  /** Default `list`. */
  readonly type?: AudienceType;
  readonly name: string;
  /** Of a filter, and of nothing else. */
  readonly filter?: JsonObject;
}

/** What is to be otherwise; what is absent stays. A list stays a list, and a filter a filter. */
export interface AudienceChanges {
  readonly name?: string;
  /** In place of all that the filter was; of a filter, and of nothing else. */
  readonly filter?: JsonObject;
}

/** Throws `InvalidRequestError`. */
export function createAudience({ connection, projectId }: EngineContext, { type = "list", name, filter }: AudienceDraft): Promise<AudienceView> {
  if (type === "filter" && filter === undefined) throw refusedFilter("missing", "is required");
  if (filter !== undefined) checkFilter(type, filter);
  return insertAudience(connection, projectId, { type, name, ...(filter && { filter }) });
}

/** Undefined when there is no such audience. Throws `InvalidRequestError`; then nothing was changed. */
export async function changeAudience(
  { connection, projectId }: EngineContext,
  audienceId: string,
  changes: AudienceChanges,
): Promise<AudienceView | undefined> {
  const audience = await readAudience(connection, projectId, audienceId);
  if (audience === undefined) return undefined;
  if (changes.filter !== undefined) checkFilter(audience.type, changes.filter);
  if (changes.name === undefined && changes.filter === undefined) return audience;
  return updateAudience(connection, projectId, audienceId, changes);
}

function checkFilter(type: AudienceType, filter: JsonObject): void {
  if (type === "list") throw refusedFilter("unknown-field", "a list has members and no filter: leave it out");
  soundFilter(filter);
}

function refusedFilter(code: string, detail: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer: "/filter", code, detail }]);
}
