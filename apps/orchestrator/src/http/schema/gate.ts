import type { Problem } from "@todoke/core";
import { Ajv2020, type Options, type ValidateFunction } from "ajv/dist/2020.js";
import type { DtoClass } from "../dto/fields.ts";
import { HttpProblem } from "../problem.ts";
import { schemaName, schemasOf } from "./dto-schemas.ts";
import { componentPrefix } from "./json-schema.ts";
import { schemaProblem } from "./schema-problems.ts";
import { unstorableText } from "./storable-text.ts";
import { isTimeZone } from "./time-zone.ts";
import { wordProblems } from "./wording.ts";

/** Lets a value of the right shape through and refuses every other one with an {@link HttpProblem}. */
export type Gate<Value> = (value: unknown) => Value;

/** A gate for request bodies. */
export function bodyGate<Body extends object>(type: DtoClass<Body>): Gate<Body> {
  const compiled = atFirstUse(() => compileDto(type));
  return (body) => {
    const validate = compiled();
    const flaw = typeof body === "object" && body !== null && !Array.isArray(body) ? unstorableText(body) : notAnObject;
    if (flaw !== undefined) throw malformedBody([flaw]);
    if (validate(body)) return body;
    throw malformedBody(wordProblems(type, body, firstProblem(validate)));
  };
}

/** A gate for bodies that hold parts with gates of their own: what texts they hold is left to those. */
export function envelopeGate<Body extends object>(type: DtoClass<Body>): Gate<Body> {
  const compiled = atFirstUse(() => compileDto(type));
  return (body) => {
    const validate = compiled();
    if (validate(body)) return body;
    throw malformedBody(wordProblems(type, body, firstProblem(validate)));
  };
}

/** A gate for queries: numbers and booleans are read from text, and defaults are filled in. */
export function queryGate<Query extends object>(type: DtoClass<Query>): Gate<Query> {
  const compiled = atFirstUse(() => compileDto(type, { coerceTypes: true, useDefaults: true }));
  return (query) => {
    const validate = compiled();
    const values: unknown = { ...Object(query) };
    const unstorable = unstorableText(values);
    if (unstorable !== undefined) throw malformedQuery(unstorable);
    if (validate(values)) return values;
    throw malformedQuery(firstProblem(validate));
  };
}

/** An Ajv that knows this project's dialect: component schemas of OpenAPI 3.1 and our formats. */
export function createAjv(options: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, discriminator: true, verbose: true, ...options });
  ajv.addKeyword("components");
  ajv.addFormat("time-zone", isTimeZone);
  return ajv;
}

/** Component schemas as Ajv takes them: its discriminator finds the variants by their constants. */
export function withoutMappings<Schemas extends object>(schemas: Schemas): Schemas {
  return JSON.parse(JSON.stringify(schemas, (key, value: unknown) => (key === "mapping" ? undefined : value))) as Schemas;
}

function compileDto<Dto extends object>(type: DtoClass<Dto>, options?: Options): ValidateFunction<Dto> {
  const ajv = createAjv(options);
  ajv.addSchema({ $id: "todoke", components: { schemas: withoutMappings(schemasOf([type])) } });
  return ajv.compile<Dto>({ $ref: `todoke${componentPrefix}${schemaName(type)}` });
}

/** Compiling all gates would take most of a start; most processes use few of them. */
function atFirstUse<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

const notAnObject: Problem = { pointer: "", code: "wrong-type", detail: "the body must be a JSON object" };

function firstProblem(validate: ValidateFunction): Problem {
  // Of nested complaints Ajv puts the outermost last.
  const error = validate.errors?.at(-1);
  if (error === undefined) throw new Error("no error although the value was refused");
  return schemaProblem(error);
}

function malformedBody(problems: readonly Problem[]): HttpProblem {
  return new HttpProblem("malformed-request", "The body does not have the required shape; nothing was written.", problems);
}

function malformedQuery({ pointer, code, detail }: Problem): HttpProblem {
  const parameter = pointer.slice(1);
  return new HttpProblem("malformed-request", "The query is not understood.", [{ parameter, code, detail }]);
}
