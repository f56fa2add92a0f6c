import type { Problem, Purpose } from "@todoke/core";
import { consentPurposes, consentStates, type ConsentState } from "../consents/consent.ts";
import { parseAudienceId } from "../ids.ts";
import { storableText } from "../storable-text.ts";
import { isTimeZone } from "../windows/is-time-zone.ts";
import { filterBounds, type AttributeTest, type ComparedValue, type ConsentTest, type ContactFilter } from "./contact-filter.ts";

/**
 * The filter that a value of JSON stands for, or undefined with all that is wrong with it, by pointers that begin with
 * `pointer`.
 */
export function readFilter(value: unknown, pointer: string, problems: Problem[]): ContactFilter | undefined {
  const reader = new FilterReader(problems);
  return reader.part(value, pointer, 1);
}

type PartReader = (reader: FilterReader, value: unknown, pointer: string, depth: number) => ContactFilter | undefined;

/** By the one property of a part. */
const partReaders: Readonly<Record<string, PartReader>> = {
  and: (reader, value, pointer, depth) => wrap(reader.parts(value, pointer, depth), (and) => ({ and })),
  or: (reader, value, pointer, depth) => wrap(reader.parts(value, pointer, depth), (or) => ({ or })),
  not: (reader, value, pointer, depth) => wrap(reader.part(value, pointer, depth + 1), (not) => ({ not })),
  hasAddress: (reader, value, pointer) => wrap(reader.text(value, pointer, filterBounds.nameLength), (hasAddress) => ({ hasAddress })),
  attribute: (reader, value, pointer) => wrap(reader.attribute(value, pointer), (attribute) => ({ attribute })),
  locale: (reader, value, pointer) => wrap(reader.text(value, pointer, filterBounds.nameLength), (locale) => ({ locale })),
  timeZone: (reader, value, pointer) => wrap(reader.timeZone(value, pointer), (timeZone) => ({ timeZone })),
  consent: (reader, value, pointer) => wrap(reader.consent(value, pointer), (consent) => ({ consent })),
  inList: (reader, value, pointer) => wrap(reader.listId(value, pointer), (inList) => ({ inList })),
};

type TestReader = (reader: FilterReader, value: unknown, pointer: string, name: string) => AttributeTest | undefined;

/** By the comparison's property. */
const testReaders: Readonly<Record<string, TestReader>> = {
  is: (reader, value, pointer, name) => wrap(reader.value(value, pointer), (is) => ({ name, is })),
  isNot: (reader, value, pointer, name) => wrap(reader.value(value, pointer), (isNot) => ({ name, isNot })),
  in: (reader, value, pointer, name) => wrap(reader.values(value, pointer), (any) => ({ name, in: any })),
  exists: (reader, value, pointer, name) => wrap(reader.flag(value, pointer), (exists) => ({ name, exists })),
  greaterThan: (reader, value, pointer, name) => wrap(reader.ordered(value, pointer), (greaterThan) => ({ name, greaterThan })),
  lessThan: (reader, value, pointer, name) => wrap(reader.ordered(value, pointer), (lessThan) => ({ name, lessThan })),
};

class FilterReader {
  readonly #problems: Problem[];
  #count = 0;

  constructor(problems: Problem[]) {
    this.#problems = problems;
  }

  part(value: unknown, pointer: string, depth: number): ContactFilter | undefined {
    this.#count += 1;
    if (depth > filterBounds.depth) return this.#report(pointer, "too-deep", `parts may be nested ${filterBounds.depth} levels deep`);
    if (this.#count > filterBounds.parts) {
      return this.#count === filterBounds.parts + 1 ? this.#report(pointer, "too-many-parts", `a filter has at most ${filterBounds.parts} parts`) : undefined;
    }
    const [name, ...others] = isObject(value) ? Object.keys(value) : [];
    const read = name !== undefined && Object.hasOwn(partReaders, name) ? partReaders[name] : undefined;
    if (read === undefined || others.length > 0) {
      return this.#report(pointer, "unknown-filter", `each part is an object with one of ${Object.keys(partReaders).join(", ")}`);
    }
    return read(this, Reflect.get(Object(value), name!), `${pointer}/${name}`, depth);
  }

  parts(value: unknown, pointer: string, depth: number): readonly ContactFilter[] | undefined {
    if (!Array.isArray(value) || value.length === 0) return this.#report(pointer, "wrong-type", "must be a list of at least one part");
    return whole(value.map((part: unknown, index) => this.part(part, `${pointer}/${index}`, depth + 1)));
  }

  text(value: unknown, pointer: string, longest: number): string | undefined {
    if (typeof value === "string" && value !== "" && value.length <= longest && storableText(value) === value) return value;
    return this.#report(pointer, "wrong-type", `must be a text of 1 to ${longest} characters, without NUL`);
  }

  attribute(value: unknown, pointer: string): AttributeTest | undefined {
    const { name: given, ...tests } = isObject(value) ? { name: undefined, ...value } : { name: undefined };
    const name = this.text(given, `${pointer}/name`, filterBounds.nameLength);
    const [test, ...others] = Object.keys(tests);
    const read = test !== undefined && Object.hasOwn(testReaders, test) ? testReaders[test] : undefined;
    if (read === undefined || others.length > 0) {
      return this.#report(pointer, "unknown-filter", `has a name and one of ${Object.keys(testReaders).join(", ")}`);
    }
    return name === undefined ? undefined : read(this, Reflect.get(tests, test!), `${pointer}/${test}`, name);
  }

  value(value: unknown, pointer: string): ComparedValue | undefined {
    return typeof value === "boolean" ? value : this.ordered(value, pointer);
  }

  values(value: unknown, pointer: string): readonly ComparedValue[] | undefined {
    if (!Array.isArray(value) || value.length === 0 || value.length > filterBounds.values) {
      return this.#report(pointer, "wrong-type", `must be a list of 1 to ${filterBounds.values} values`);
    }
    return whole(value.map((each: unknown, index) => this.value(each, `${pointer}/${index}`)));
  }

  ordered(value: unknown, pointer: string): string | number | undefined {
    if (typeof value === "number" && Number.isFinite(value)) return value;
    const isText = typeof value === "string" && value.length <= filterBounds.textLength && storableText(value) === value;
    return isText ? value : this.#report(pointer, "wrong-type", `must be a number or a text of at most ${filterBounds.textLength} characters, without NUL`);
  }

  flag(value: unknown, pointer: string): boolean | undefined {
    return typeof value === "boolean" ? value : this.#report(pointer, "wrong-type", "must be true or false");
  }

  timeZone(value: unknown, pointer: string): string | undefined {
    const isName = typeof value === "string" && /^[A-Za-z]/.test(value) && isTimeZone(value);
    return isName ? value : this.#report(pointer, "malformed", "must be an IANA time zone name such as Asia/Bangkok");
  }

  listId(value: unknown, pointer: string): string | undefined {
    const id = typeof value === "string" ? parseAudienceId(value) : undefined;
    return id ?? this.#report(pointer, "unknown-audience", "must be the id of a list: aud_…");
  }

  consent(value: unknown, pointer: string): ConsentTest | undefined {
    const { channel, purpose, state, ...others }: Readonly<Record<string, unknown>> = isObject(value) ? { ...value } : {};
    const name = this.text(channel, `${pointer}/channel`, filterBounds.nameLength);
    const about = this.#oneOf<Purpose>(purpose, `${pointer}/purpose`, consentPurposes);
    const said = this.#oneOf<ConsentState | "unknown">(state, `${pointer}/state`, [...consentStates, "unknown"]);
    if (Object.keys(others).length > 0) return this.#report(pointer, "unknown-filter", "has nothing but channel, purpose and state");
    return name === undefined || about === undefined || said === undefined ? undefined : { channel: name, purpose: about, state: said };
  }

  #oneOf<Word extends string>(value: unknown, pointer: string, words: readonly Word[]): Word | undefined {
    return words.find((word) => word === value) ?? this.#report(pointer, "not-one-of", `must be one of ${words.join(", ")}`);
  }

  #report(pointer: string, code: string, detail: string): undefined {
    this.#problems.push({ pointer, code, detail });
  }
}

function wrap<Value, Wrapped>(value: Value | undefined, into: (value: Value) => Wrapped): Wrapped | undefined {
  return value === undefined ? undefined : into(value);
}

/** All of them, or undefined where one was not read. */
function whole<Value>(values: readonly (Value | undefined)[]): readonly Value[] | undefined {
  const read = values.filter((value) => value !== undefined);
  return read.length === values.length ? read : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
