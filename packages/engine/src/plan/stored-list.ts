import type { Problem } from "@todoke/core";
import { parseAudienceId } from "../ids.ts";
import type { AudienceRequest } from "../message-request.ts";

/** Whether the audience is a list that is kept here: people like those in `to`, with the full plan. */
export function isStoredList(audience: AudienceRequest | undefined): audience is AudienceRequest & { readonly type: "list" } {
  return audience?.type === "list";
}

/** The id of the list that is meant, or undefined with what is wrong. */
export function readStoredList({ type: _type, id, ...rest }: AudienceRequest, problems: Problem[]): string | undefined {
  for (const field of Object.keys(rest)) {
    const pointer = `/audience/${field.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    problems.push({ pointer, code: "unknown-field", detail: "a list has nothing but its type and id" });
  }
  const listId = typeof id === "string" ? parseAudienceId(id) : undefined;
  if (listId === undefined) {
    problems.push({ pointer: "/audience/id", code: "unknown-audience", detail: "must be the id of a list: aud_…" });
  }
  return listId;
}
