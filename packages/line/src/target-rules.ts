import type { ContentProblem, JsonObject, JsonValue } from "@todoke/core";
import { problem } from "./content-shape.ts";
import { isJsonArray, isJsonObject } from "./json-object.ts";

/** Whom a call goes to, as far as that decides what its messages may hold. `many`: multicast, narrowcast, broadcast. */
export type MessageTarget = "user" | "group" | "many" | "reply";

interface TargetRule {
  readonly field: string;
  readonly isUsed: (message: JsonObject) => boolean;
  readonly allowed: readonly MessageTarget[];
  readonly says: string;
}

/** What goes to some targets only ("Message objects" in "Messaging API reference", developers.line.biz). */
const targetRules: readonly TargetRule[] = [
  {
    field: "quoteToken",
    isUsed: ({ quoteToken }) => quoteToken !== undefined,
    allowed: ["user", "group", "reply"],
    says: "A message can be quoted only by push or reply, in the chat that it came from",
  },
  {
    field: "substitution",
    isUsed: ({ substitution }) =>
      isJsonObject(substitution) && Object.values(substitution).some((value) => isOfType(value, "mention")),
    allowed: ["group", "reply"],
    says: "People can be mentioned only by push or reply, in a group or room that they are in",
  },
  {
    field: "trackingId",
    isUsed: ({ trackingId }) => trackingId !== undefined,
    allowed: ["user", "many", "reply"],
    says: "A video's trackingId cannot go to groups and rooms",
  },
];

/** What `payload` holds that LINE does not take for this target. Pointers begin with `pointer`. */
export function checkForTarget(payload: JsonObject, target: MessageTarget, pointer: string): readonly ContentProblem[] {
  const problems: ContentProblem[] = [];
  const messages = isJsonArray(payload["messages"]) ? payload["messages"] : [];
  for (const [index, message] of messages.entries()) {
    if (!isJsonObject(message)) continue;
    for (const { field, isUsed, allowed, says } of targetRules) {
      if (!allowed.includes(target) && isUsed(message)) {
        problems.push(problem(`${pointer}/messages/${index}/${field}`, "forbidden-here", says));
      }
    }
  }
  return problems;
}

/** What of a payload LINE refuses by where it goes, for callers who do not know yet where that is. */
export function describeTargetRules(payload: JsonObject): readonly string[] {
  const messages = isJsonArray(payload["messages"]) ? payload["messages"].filter(isJsonObject) : [];
  return targetRules.filter(({ isUsed }) => messages.some(isUsed)).map(({ says }) => says);
}

/** Whom an address stands for: `U…` is a user, `C…` and `R…` are a group and a room. */
export function targetOf(address: string): MessageTarget {
  return address.startsWith("U") ? "user" : "group";
}

function isOfType(value: JsonValue, type: string): boolean {
  return isJsonObject(value) && value["type"] === type;
}
