import { countSegments, isGsmCharacter } from "./segments.ts";

/** At most so many are named: a text that is written in another script is not there by mistake. */
const mostNamed = 3;

/**
 * A few characters that move a text to UCS-2 and raise its bill, in words for whoever wrote it; undefined where there
 * are none, or more than a few. Names their places and what they are, never the characters: texts may be confidential.
 */
export function describeCostlyCharacters(text: string): string | undefined {
  const characters = Array.from(text);
  const costly = characters.flatMap((character, index) => (isGsmCharacter(character) ? [] : [{ character, index }]));
  if (costly.length === 0 || costly.length > mostNamed) return undefined;
  const now = countSegments(text).segments;
  // With as much plain text in their place: most have a replacement of one or two characters.
  const without = countSegments(characters.map((character) => (isGsmCharacter(character) ? character : "--")).join("")).segments;
  if (now <= without) return undefined;
  const places = costly.map(({ character, index }) => `${kindOf(character)} at ${index}`).join(", ");
  return (
    `${places} (counted in characters from 0): not in the GSM alphabet, and the whole text travels as UCS-2, ` +
    `in ${now} segments instead of ${without}`
  );
}

/** The first that fits. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/[\u2018-\u201F\u2032-\u2037\u00AB\u00BB\u2039\u203A]/u, "a typographic quotation mark"],
  [/\p{Pd}/u, "a dash"],
  [/\u2026/u, "an ellipsis"],
  [/\p{Extended_Pictographic}|\p{Regional_Indicator}/u, "an emoji"],
  [/\p{Cf}|\p{Variation_Selector}/u, "an invisible character"],
  [/[\t\v]|\p{Zs}/u, "an unusual space"],
  [/`/u, "a backtick"],
  [/[\uFF01-\uFF60]/u, "a full-width character"],
  [/\p{Script=Latin}/u, "an accented letter"],
  [/\p{L}/u, "a letter of another script"],
  [/\p{S}/u, "a symbol"],
  [/\p{P}/u, "a punctuation mark"],
];

function kindOf(character: string): string {
  return kinds.find(([shape]) => shape.test(character))?.[1] ?? "a character";
}
