/** A text cut at its `{{placeholders}}`: literal text at even places, names at odd ones. */
export type Template = readonly string[];

const placeholder = /\{\{\s*([A-Za-z][A-Za-z0-9]*)\s*\}\}/;

/** Anything else in double braces stays as it is. */
export function parseTemplate(text: string): Template {
  return text.split(placeholder);
}

export function namesIn(text: string): readonly string[] {
  return parseTemplate(text).filter((_part, index) => index % 2 === 1);
}

/** What placeholders stand for in one call; undefined: nothing in this one. */
export type Values = Readonly<Record<string, string | number | undefined>>;

/** Undefined when one of the placeholders has no value. */
export function fill(text: string, values: Values, escape: (value: string) => string): string | undefined {
  const parts = parseTemplate(text).map((part, index) => (index % 2 === 0 ? part : escaped(values[part], escape)));
  return parts.includes(undefined) ? undefined : parts.join("");
}

/** As `fill`, with empty text for placeholders without a value. */
export function fillLoosely(text: string, values: Values, escape: (value: string) => string): string {
  return parseTemplate(text)
    .map((part, index) => (index % 2 === 0 ? part : (escaped(values[part], escape) ?? "")))
    .join("");
}

function escaped(value: string | number | undefined, escape: (value: string) => string): string | undefined {
  return value === undefined ? undefined : escape(String(value));
}
