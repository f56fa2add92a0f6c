import type { JsonObject, JsonValue } from "@todoke/core";

/** A bubble of Infobip's in LINE's words: what it names in capitals LINE names in small letters, and some by other words. */
export function flexOfBubble(bubble: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(bubble).map(([name, value]) => [nameOf(name, value), valueOf(name, value)]));
}

/** Blocks have a style each, under one name; a text's own style is a word. */
function nameOf(name: string, value: JsonValue): string {
  return name === "style" && typeof value === "object" ? "styles" : name;
}

function valueOf(name: string, value: JsonValue): JsonValue {
  if (typeof value === "string") return words.has(name) ? (otherWords[value] ?? value.toLowerCase()) : value;
  return typeof value === "object" && value !== null ? ofNested(value) : value;
}

function ofNested(value: JsonObject | readonly JsonValue[]): JsonValue {
  return isList(value) ? value.map((each) => (typeof each === "object" && each !== null ? ofNested(each) : each)) : flexOfBubble(value);
}

function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Properties that hold one of several words; all others are the sender's own text, addresses, colours and sizes. */
const words: ReadonlySet<string> = new Set(["type", "layout", "size", "direction", "align", "gravity", "position", "weight", "style", "decoration", "aspectMode", "height"]);

const otherWords: Readonly<Record<string, string>> = {
  LEFT_TO_RIGHT: "ltr",
  RIGHT_TO_LEFT: "rtl",
  LINE_THROUGH: "line-through",
  SMALL: "sm",
  MEDIUM: "md",
};
