import { inspect } from "node:util";

/** Something that must not show, and what to call it when it does. */
export interface Hidden {
  readonly label: string;
  readonly text: string;
}

/**
 * The label of the first hidden text that can be found anywhere in `value`: in its message, stack, causes, hidden
 * properties and getters, plain or encoded for an address, for JSON or in Base64. Undefined when nothing shows.
 */
export function findExposed(value: unknown, hidden: readonly Hidden[]): string | undefined {
  const shown = [...textsWithin(value), inspect(value, { depth: Infinity, showHidden: true, getters: true })];
  return hidden.find(({ text }) => formsOf(text).some((form) => shown.some((part) => part.includes(form))))?.label;
}

function formsOf(text: string): readonly string[] {
  const whole = text.toWellFormed();
  return [
    text,
    encodeURIComponent(whole),
    new URLSearchParams([["", whole]]).toString().slice(1),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(whole).toString("base64").replace(/=+$/, ""),
  ];
}

/** Every string that can be reached from a value through properties of any kind. */
function textsWithin(value: unknown, seen = new Set<unknown>()): readonly string[] {
  if (typeof value === "string") return [value];
  if (value instanceof Uint8Array) return [Buffer.from(value).toString("utf8")];
  if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return [];
  seen.add(value);
  const members = value instanceof Map || value instanceof Set ? [...value].flat() : [];
  return [...members, ...propertiesOf(value)].flatMap((part) => textsWithin(part, seen));
}

function propertiesOf(value: object): readonly unknown[] {
  return Reflect.ownKeys(value).flatMap((key) => {
    try {
      return [String(key), Reflect.get(value, key)];
    } catch {
      // A getter that throws shows nothing.
      return [String(key)];
    }
  });
}
