import type { ContentProblem, JsonObject } from "@todoke/core";
import { checkShape, type Shape } from "../content-shape.ts";
import { readObjects } from "../json-object.ts";
import { flag, list, onlyFields, record, text } from "../shapes.ts";
import { message } from "./message-shape.ts";

/**
 * What is wrong with a push or multicast body apart from its address, found without a call. What only LINE can know
 * (file sizes, sticker lists, membership, how long an emoji's text is) is left to LINE.
 */
export function checkPushPayload(payload: JsonObject, pointer: string): readonly ContentProblem[] {
  return checkShape(pushShape, payload, pointer);
}

/** What LINE takes and does not show. */
export function describeHidden({ messages }: JsonObject): readonly string[] {
  const hidden = readObjects(messages)
    .slice(0, -1)
    .some(({ quickReply }) => quickReply !== undefined);
  return hidden ? ["LINE shows the quick replies of the last message only"] : [];
}

const pushShape: Shape = record(
  {
    messages: list(1, 5, message),
    "notificationDisabled?": flag,
    "customAggregationUnits?": list(0, 1, text(30, /^[a-zA-Z0-9_]+$/)),
  },
  onlyFields("messages", "notificationDisabled", "customAggregationUnits"),
);
