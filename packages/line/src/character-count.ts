const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * How LINE counts ("Character counting in a text", developers.line.biz): UTF-16 code units by default, grapheme
 * clusters for labels and for what templates and actions show.
 */
export type CharacterUnit = "utf-16" | "grapheme";

export function countCharacters(text: string, unit: CharacterUnit): number {
  return unit === "utf-16" ? text.length : countGraphemes(text);
}

/** As `countCharacters(text, unit) > max`, without splitting a text that is short in either unit. */
export function isLongerThan(text: string, max: number, unit: CharacterUnit): boolean {
  return text.length > max && countCharacters(text, unit) > max;
}

/** The longest beginning of `text` within `maxUnits` UTF-16 units that does not cut a character in two. */
export function cutToLength(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  let end = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    if (index + segment.length > maxUnits) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

function countGraphemes(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}
