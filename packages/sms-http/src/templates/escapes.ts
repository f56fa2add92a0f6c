import type { TextEscape } from "../config.ts";

/** How a value is written so that it cannot end the place where it stands. */
export const escapes: Readonly<Record<TextEscape, (value: string) => string>> = {
  xml: escapeXml,
  json: (value) => JSON.stringify(value).slice(1, -1),
  url: encodeURIComponent,
  none: (value) => value,
};

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\r": "&#13;",
};

/** XML 1.0 has no way at all to write these. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escapeXml(value: string): string {
  return value.replace(unwritable, "\ufffd").replace(/[&<>"'\r]/g, (character) => entities[character] ?? character);
}
