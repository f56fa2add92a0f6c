import type { ContentProblem, JsonObject, JsonValue } from "@todoke/core";
import { checkShape, problem, type Rule } from "../content-shape.ts";
import { isJsonArray, isJsonObject } from "../json-object.ts";
import { escapeSegment, record, text, variant } from "../shapes.ts";

/** Each emoji of a `text` message takes the place of a `$`. */
export const emojiPlaces: Rule = (message, pointer) => {
  const { text: words, emojis } = message;
  if (typeof words !== "string" || !isJsonArray(emojis)) return [];
  return emojis.flatMap((emoji, place) => {
    const index = isJsonObject(emoji) ? emoji["index"] : undefined;
    return typeof index !== "number" || words[index] === "$"
      ? []
      : [problem(`${pointer}/emojis/${place}/index`, "wrong-index", "must be the index of a $ in the text")];
  });
};

const maxEntries = 100;
const maxOfOneType = 20;
const keyPattern = /^[0-9A-Za-z_]{1,20}$/;

const entry = variant({
  mention: record({ mentionee: variant({ user: record({ userId: text(33, /^U[0-9a-f]{32}$/) }), all: record({}) }) }),
  emoji: record({ productId: text(100), emojiId: text(100) }),
});

/**
 * The `{key}`s in the text of a `textV2` message and what stands for them ("Text message (v2)" in "Messaging API
 * reference", developers.line.biz). Braces that are meant as such are doubled.
 */
export const substitutions: Rule = (message, pointer) => {
  const { text: words, substitution = {} } = message;
  if (!isJsonObject(substitution)) return [problem(`${pointer}/substitution`, "wrong-type", "must be an object")];
  return [
    ...checkEntries(substitution, `${pointer}/substitution`),
    ...(typeof words === "string" ? checkPlaceholders(words, substitution, `${pointer}/text`) : []),
  ];
};

function checkEntries(substitution: JsonObject, pointer: string): readonly ContentProblem[] {
  const entries = Object.entries(substitution);
  const tooMany = ["mention", "emoji"]
    .filter((type) => entries.filter(([, value]) => isOfType(value, type)).length > maxOfOneType)
    .map((type) => problem(pointer, "too-many", `must hold at most ${maxOfOneType} of type ${type}`));
  return [
    ...(entries.length > maxEntries ? [problem(pointer, "too-many", `at most ${maxEntries} are allowed`)] : []),
    ...tooMany,
    ...entries.flatMap(([key, value]) => {
      const place = `${pointer}/${escapeSegment(key)}`;
      return keyPattern.test(key)
        ? checkShape(entry, value, place)
        : [problem(place, "wrong-format", "keys are 1 to 20 of A-Z, a-z, 0-9 and _")];
    }),
  ];
}

function checkPlaceholders(words: string, substitution: JsonObject, pointer: string): readonly ContentProblem[] {
  const found = [...words.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g)];
  const single = found.some(([brace]) => brace === "{" || brace === "}");
  const unknown = found.some(([, key]) => key !== undefined && !Object.hasOwn(substitution, key));
  return [
    ...(single ? [problem(pointer, "single-brace", "must double braces that are no placeholder")] : []),
    ...(unknown ? [problem(pointer, "unknown-key", "must use only keys of substitution in braces")] : []),
  ];
}

function isOfType(value: JsonValue, type: string): boolean {
  return isJsonObject(value) && value["type"] === type;
}
