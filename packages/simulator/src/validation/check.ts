import { isObject } from "../json.ts";

/** A setting or a control request is wrong. The message names the field by its path and never repeats its value. */
export class InvalidInputError extends Error {
  /** As in `people[3].handset`; empty for the whole. */
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field === "" ? "The input" : field} ${problem}`);
    this.name = "InvalidInputError";
    this.field = field;
  }
}

/** Throws `InvalidInputError` unless the value is as it should be. */
export type Check = (value: unknown, field: string) => void;

/** Marks an object's field as one that must be there. */
export interface Required {
  readonly required: Check;
}

export function required(check: Check): Required {
  return { required: check };
}

export const text: Check = (value, field) => {
  if (typeof value !== "string" || value === "") throw new InvalidInputError(field, "must be a text that is not empty");
};

export const truth: Check = (value, field) => {
  if (typeof value !== "boolean") throw new InvalidInputError(field, "must be true or false");
};

export const anything: Check = () => {};

export function matching(pattern: RegExp, description: string): Check {
  return (value, field) => {
    if (typeof value !== "string" || !pattern.test(value)) throw new InvalidInputError(field, `must be ${description}`);
  };
}

export function number(least: number, most = Number.MAX_SAFE_INTEGER): Check {
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
  return (value, field) => {
    if (typeof value !== "number" || !(value >= least && value <= most)) {
      throw new InvalidInputError(field, `must be a number ${range}`);
    }
  };
}

export function whole(least: number, most = Number.MAX_SAFE_INTEGER): Check {
  const inRange = number(least, most);
  return (value, field) => {
    inRange(value, field);
    if (!Number.isInteger(value)) throw new InvalidInputError(field, "must be a whole number");
  };
}

export function oneOf(words: readonly string[]): Check {
  return (value, field) => {
    if (typeof value !== "string" || !words.includes(value)) {
      throw new InvalidInputError(field, `must be one of: ${words.join(", ")}`);
    }
  };
}

export function listOf(check: Check): Check {
  return (value, field) => {
    if (!Array.isArray(value)) throw new InvalidInputError(field, "must be a list");
    value.forEach((item, index) => check(item, `${field}[${index}]`));
  };
}

/** An object with these fields and no others: a misspelt name is an error and not a setting without effect. */
export function object(fields: Readonly<Record<string, Check | Required>>): Check {
  return (value, field) => {
    if (!isObject(value)) throw new InvalidInputError(field, "must be an object");
    for (const name in value) {
      if (!Object.hasOwn(fields, name)) throw new InvalidInputError(join(field, name), "is not known here");
    }
    for (const [name, rule] of Object.entries(fields)) checkField(value[name], join(field, name), rule);
  };
}

/** An object with values of one kind under any of these names. */
export function recordOf(names: readonly string[] | "any", check: Check): Check {
  return (value, field) => {
    if (!isObject(value)) throw new InvalidInputError(field, "must be an object");
    for (const [name, item] of Object.entries(value)) {
      if (names !== "any" && !names.includes(name)) throw new InvalidInputError(join(field, name), "is not known here");
      check(item, join(field, name));
    }
  };
}

function checkField(value: unknown, field: string, rule: Check | Required): void {
  if (value === undefined) {
    if (typeof rule !== "function") throw new InvalidInputError(field, "is missing");
    return;
  }
  const check = typeof rule === "function" ? rule : rule.required;
  check(value, field);
}

function join(field: string, name: string): string {
  return field === "" ? name : `${field}.${name}`;
}
