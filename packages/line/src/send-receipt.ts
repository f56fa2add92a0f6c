import type { JsonObject, SendReceipt } from "@todoke/core";
import { isJsonArray, isJsonObject } from "./json-object.ts";
import type { LineAnswer } from "./line-api.ts";

/** LINE took the call on, which proves nothing about arrival. */
export function toReceipt({ body, requestId, duplicate }: LineAnswer): SendReceipt {
  return {
    evidence: "accepted",
    providerMessageIds: readMessageIds(body),
    ...(requestId !== undefined && { requestId }),
    duplicate,
  };
}

/** Push and reply name each message; a push also for a key that LINE had accepted before. The others return none. */
function readMessageIds({ sentMessages }: JsonObject): readonly string[] {
  if (!isJsonArray(sentMessages)) return [];
  return sentMessages.filter(isJsonObject).flatMap(({ id }) => (typeof id === "string" ? [id] : []));
}
