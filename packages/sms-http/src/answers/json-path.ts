import type { JsonValue } from "@todoke/core";

/** A name, `["a name with any characters"]`, or the index of a list entry. */
const step = /(?:^|(?!^)\.)([^.[\]"\s]+)|\[(\d{1,6})\]|\[("(?:[^"\\]|\\.)*")\]/y;

/**
 * The steps of a path such as `messages[0].id` or `["message.id"]`: names joined by dots, indices and quoted names in
 * brackets. Undefined when it is none.
 */
export function parsePath(path: string): readonly (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  const pattern = new RegExp(step);
  let end = 0;
  for (let match = pattern.exec(path); match !== null; match = pattern.exec(path)) {
    const parsed = stepOf(match);
    if (parsed === undefined) return undefined;
    steps.push(parsed);
    end = pattern.lastIndex;
  }
  return steps.length > 0 && end === path.length ? steps : undefined;
}

/** The value at a path that `parsePath` takes; undefined where there is none. */
export function readPath(value: JsonValue, path: string): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const name of parsePath(path) ?? []) found = memberOf(found, name);
  return found;
}

function stepOf([, name, index, quoted]: RegExpExecArray): string | number | undefined {
  if (name !== undefined) return name;
  if (index !== undefined) return Number(index);
  try {
    const text: unknown = JSON.parse(quoted ?? "");
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

function memberOf(value: JsonValue | undefined, step: string | number): JsonValue | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Readonly<Record<string | number, JsonValue>>)[step];
}
