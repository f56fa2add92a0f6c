import fc from "fast-check";
import { componentPrefix, type JsonSchema } from "../../http/schema/json-schema.ts";

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Values that are likely to get past a schema's gate, and to what lies behind it. */
export interface Likely {
  /** The component schemas by name. */
  readonly schemas: Schemas;
  /** Ids of what exists, for strings whose pattern they match. */
  readonly ids: readonly string[];
}

/** Objects nest no deeper: some schemas hold themselves. */
const deepest = 6;

/** Values that mostly keep to a schema; formats and rules between fields are met only by chance. */
export function arbitraryOf(schema: JsonSchema, likely: Likely, depth = 0): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return arbitraryOf(likely.schemas[schema.$ref.slice(componentPrefix.length)] ?? {}, likely, depth);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const alternatives = schema.oneOf ?? (schema["anyOf"] as readonly JsonSchema[] | undefined);
  if (alternatives !== undefined && alternatives.every(({ type, $ref }) => type !== undefined || $ref !== undefined)) {
    return fc.oneof(...alternatives.map((each) => arbitraryOf(each, likely, depth)));
  }
  if (schema.properties !== undefined || schema.type === "object") return objectOf(schema, likely, depth);
  const examples = schema["examples"] as readonly unknown[] | undefined;
  const made = simple(schema, likely, depth);
  return examples === undefined ? made : fc.oneof(made, fc.constantFrom(...examples));
}

function simple(schema: JsonSchema, likely: Likely, depth: number): fc.Arbitrary<unknown> {
  if (schema.type === "array") return arrayOf(schema, likely, depth);
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "integer" || schema.type === "number") return numberOf(schema);
  if (schema.type === "string") return stringOf(schema, likely);
  return fc.jsonValue({ maxDepth: 2 });
}

function objectOf({ properties = {}, required = [], ...schema }: JsonSchema, likely: Likely, depth: number): fc.Arbitrary<unknown> {
  const wanted = Object.entries(properties).filter(([name]) => depth < deepest || required.includes(name));
  const model = Object.fromEntries(wanted.map(([name, each]) => [name, arbitraryOf(each, likely, depth + 1)]));
  const known = fc.record(model, { requiredKeys: required.filter((name) => name in model) });
  if (typeof schema["additionalProperties"] !== "object") return known;
  const further = arbitraryOf(schema["additionalProperties"] as JsonSchema, likely, depth + 1);
  return fc.tuple(fc.dictionary(fc.constantFrom(...likelyKeys), further, { maxKeys: 3 }), known).map(([one, other]) => ({ ...one, ...other }));
}

/** Names of addresses and variables, and some that objects have without being given them. */
const likelyKeys = ["line", "phone", "name", "ja", "th", "constructor", "toString", "a b"];

function arrayOf({ items = {}, minItems = 0, maxItems = 4 }: JsonSchema, likely: Likely, depth: number): fc.Arbitrary<unknown> {
  const least = Number(minItems);
  return fc.array(arbitraryOf(items, likely, depth + 1), { minLength: least, maxLength: Math.max(least, Math.min(Number(maxItems), 3)) });
}

function numberOf({ type, minimum = -1, maximum = 1_000_000 }: JsonSchema): fc.Arbitrary<number> {
  const bounds = { min: Number(minimum), max: Math.max(Number(minimum), Number(maximum)) };
  return type === "integer" ? fc.integer(bounds) : fc.double({ ...bounds, noNaN: true });
}

function stringOf(schema: JsonSchema, { ids }: Likely): fc.Arbitrary<string> {
  if (typeof schema["pattern"] === "string") {
    const pattern = new RegExp(schema["pattern"]);
    // Texts cannot be made to what comes ahead: they are made without, and chosen.
    const made = fc.stringMatching(new RegExp(pattern.source.replaceAll(/\(\?=[^()]*\)/g, ""))).filter((text) => pattern.test(text));
    const known = ids.filter((id) => pattern.test(id));
    return known.length === 0 ? made : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, made);
  }
  const ofFormat = formats[schema.format ?? ""];
  if (ofFormat !== undefined) return ofFormat;
  const text = fc.string({ unit: "binary", minLength: Number(schema["minLength"] ?? 0), maxLength: 30 });
  return fc.oneof(text, fc.constantFrom(...likelyTexts));
}

const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  "date-time": fc.integer({ min: -100, max: 10_000 }).map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString()),
  date: fc.integer({ min: -400, max: 10 }).map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)),
  "time-zone": fc.constantFrom("Asia/Tokyo", "Asia/Bangkok", "UTC", "recipient"),
};

/** Addresses, names, and texts that templates read. */
const likelyTexts = [`U${"1".repeat(32)}`, "+819012345678", "line", "sms", "twilio", "text", "Hello {{ name }}", "{% for a in (1..9) %}x{% endfor %}", "ja"];
