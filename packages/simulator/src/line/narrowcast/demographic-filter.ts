import { isObject, type JsonRecord } from "../../json.ts";
import { appTypes, genders, type Demographic } from "../../people.ts";
import { note, parseOperator, type Refusals, type Selects } from "./selection.ts";

/** "Messaging API reference", Demographic filter objects. */
const mostFilters = 10;

interface Choice {
  readonly values: readonly string[];
  readonly read: (demographic: Demographic) => string | undefined;
}

interface Range {
  readonly prefix: string;
  readonly bounds: readonly number[];
  readonly read: (demographic: Demographic) => number | undefined;
}

const choices: Readonly<Record<string, Choice>> = {
  gender: { values: genders, read: ({ gender }) => gender },
  appType: { values: appTypes, read: ({ appType }) => appType },
  area: {
    values: [...areasOf("jp", 47), ...areasOf("tw", 22), ...areasOf("th", 8)],
    read: ({ area }) => area,
  },
};

const ranges: Readonly<Record<string, Range>> = {
  age: { prefix: "age_", bounds: [15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70], read: ({ age }) => age },
  subscriptionPeriod: {
    prefix: "day_",
    bounds: [7, 30, 90, 180, 365],
    read: ({ friendForDays }) => friendForDays,
  },
};

function areasOf(country: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${country}_${String(index + 1).padStart(2, "0")}`);
}

/** Reads `filter.demographic` of a narrowcast. Those of whom LINE does not know the attribute are not selected. */
export function parseDemographicFilter(filter: unknown, refusals: Refusals): Selects {
  let filters = 0;

  function parse(value: unknown, property: string): Selects {
    const object: JsonRecord = isObject(value) ? value : {};
    const type = String(object["type"]);
    if (type === "operator") return parseOperator(object, property, parse, refusals);
    filters += 1;
    const choice = choices[type];
    if (choice !== undefined) return parseChoice(choice, object["oneOf"], `${property}.oneOf`, refusals);
    const range = ranges[type];
    if (range !== undefined) return parseRange(range, object, property, refusals);
    const known = [...Object.keys(choices), ...Object.keys(ranges), "operator"].join(", ");
    return note(refusals, `${property}.type`, `Must be one of the following values: [${known}]`);
  }

  const property = "filter.demographic";
  const selects = parse(filter, property);
  return filters > mostFilters ? note(refusals, property, `Size must be between 1 and ${mostFilters}`) : selects;
}

function parseChoice(choice: Choice, oneOf: unknown, property: string, refusals: Refusals): Selects {
  if (!Array.isArray(oneOf) || oneOf.length === 0) return note(refusals, property, "May not be empty");
  const wrong = oneOf.findIndex((value: unknown) => typeof value !== "string" || !choice.values.includes(value));
  if (wrong >= 0) {
    return note(refusals, `${property}[${wrong}]`, `Must be one of the following values: [${choice.values.join(", ")}]`);
  }
  const wanted = new Set<unknown>(oneOf);
  return ({ demographic = {} }) => wanted.has(choice.read(demographic));
}

function parseRange(range: Range, { gte, lt }: JsonRecord, property: string, refusals: Refusals): Selects {
  const { prefix, bounds, read } = range;
  if (gte === undefined && lt === undefined) return note(refusals, property, "Must have at least one of: [gte, lt]");
  const boundOf = (word: unknown) => bounds.find((bound) => word === `${prefix}${bound}`);
  const least = gte === undefined ? 0 : boundOf(gte);
  const below = lt === undefined ? Infinity : boundOf(lt);
  if (least === undefined || below === undefined) {
    const known = bounds.map((bound) => `${prefix}${bound}`).join(", ");
    return note(refusals, `${property}.${least === undefined ? "gte" : "lt"}`, `Must be one of the following values: [${known}]`);
  }
  if (least >= below) return note(refusals, `${property}.gte`, "Must be less than lt");
  return ({ demographic = {} }) => {
    const value = read(demographic);
    return value !== undefined && value >= least && value < below;
  };
}
