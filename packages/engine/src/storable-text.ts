/** A provider's text as PostgreSQL can hold it: it refuses the NUL character, and one must not hold up a whole batch. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "");
}
