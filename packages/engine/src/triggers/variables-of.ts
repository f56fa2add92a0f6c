import type { JsonObject } from "@todoke/core";
import type { WaitingEvent } from "../store/triggers/claim-events.ts";

/** What templated content knows of an event, under the name `event`. */
export function variablesOf({ account, act }: Pick<WaitingEvent, "account" | "act">): JsonObject {
  const parameters = act.type === "postback" ? { parameters: Object.fromEntries(new URLSearchParams(act.data)) } : {};
  return { event: { account, ...act, ...parameters } };
}
