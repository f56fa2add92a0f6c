import { ConfigurationError, type JsonValue } from "@todoke/core";

/**
 * Reads a setting of unknown origin. Throws `ConfigurationError` with the path of the bad setting, and never with its
 * value: any setting may be a secret.
 */
export type Reader<Value> = (value: unknown, path: string) => Value;

interface Optional<Value> {
  readonly optional: Reader<Value>;
}

export type Fields<Value> = {
  readonly [Name in keyof Value]-?: Record<never, never> extends Pick<Value, Name>
    ? Optional<Exclude<Value[Name], undefined>>
    : Reader<Value[Name]>;
};

export function optional<Value>(reader: Reader<Value>): Optional<Value> {
  return { optional: reader };
}

/** An object with these fields and no others. */
export function object<Value extends object>(fields: Fields<Value>): Reader<Value> {
  const readers = Object.entries<Reader<unknown> | Optional<unknown>>(fields);
  return (value, path) => {
    const given = asRecord(value, path);
    const stranger = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
    if (stranger !== undefined) throw new ConfigurationError(join(path, stranger), "there is no such setting here");
    const entries = readers.flatMap(([name, reader]) => {
      const isOptional = typeof reader !== "function";
      if (given[name] === undefined && isOptional) return [];
      if (given[name] === undefined) throw new ConfigurationError(join(path, name), "is missing");
      return [[name, (isOptional ? reader.optional : reader)(given[name], join(path, name))] as const];
    });
    return Object.fromEntries(entries) as Value;
  };
}

/** An object with any names, each of which must pass `checkName`. */
export function table<Value>(
  item: Reader<Value>,
  checkName: (name: string, path: string) => void = () => {},
): Reader<Readonly<Record<string, Value>>> {
  return (value, path) => {
    const entries = Object.entries(asRecord(value, path)).map(([name, member]) => {
      checkName(name, join(path, name));
      return [name, item(member, join(path, name))] as const;
    });
    return Object.fromEntries(entries);
  };
}

/** At least one. */
export function list<Value>(item: Reader<Value>): Reader<readonly Value[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length === 0) {
      throw new ConfigurationError(path, "must be a list with at least one entry");
    }
    return value.map((entry, index) => item(entry, `${path}[${index}]`));
  };
}

/** The object whose `type` is one of these names. */
export function byType<Value extends { readonly type: string }>(readers: {
  readonly [Type in Value["type"]]: Reader<Extract<Value, { readonly type: Type }>>;
}): Reader<Value> {
  const types = Object.keys(readers);
  return (value, path) => {
    const { type } = asRecord(value, path);
    if (typeof type !== "string" || !Object.hasOwn(readers, type)) {
      throw new ConfigurationError(join(path, "type"), `must be one of ${types.join(", ")}`);
    }
    return readers[type as Value["type"]](value, path);
  };
}

export function oneOf<Word extends string>(words: readonly Word[]): Reader<Word> {
  return (value, path) => {
    const word = words.find((known) => known === value);
    if (word === undefined) throw new ConfigurationError(path, `must be one of ${words.join(", ")}`);
    return word;
  };
}

export const text: Reader<string> = matching(/^[^\0]+$/su, "must be text");

export const boolean: Reader<boolean> = (value, path) => {
  if (typeof value !== "boolean") throw new ConfigurationError(path, "must be true or false");
  return value;
};

export const json: Reader<JsonValue> = (value, path) => {
  if (JSON.stringify(value) === undefined) throw new ConfigurationError(path, "must be JSON");
  return value as JsonValue;
};

export function matching(shape: RegExp, complaint: string): Reader<string> {
  return (value, path) => {
    if (typeof value !== "string" || !value.isWellFormed() || !shape.test(value)) {
      throw new ConfigurationError(path, complaint);
    }
    return value;
  };
}

export function wholeNumber(from: number, to = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value, path) => {
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= from && value <= to) return value;
    const range = to === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`;
    throw new ConfigurationError(path, `must be a whole number ${range}`);
  };
}

/** Milliseconds, ascending. */
export const delays: Reader<readonly number[]> = (value, path) => {
  const read = list(wholeNumber(1))(value, path);
  if (read.every((delay, index) => delay > (read[index - 1] ?? 0))) return read;
  throw new ConfigurationError(path, "must be milliseconds, ascending");
};

function asRecord(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new ConfigurationError(path || "settings", "must be an object");
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
