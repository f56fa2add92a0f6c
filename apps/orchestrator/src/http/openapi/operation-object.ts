import type { JsonObject } from "@todoke/core";
import { type KeyForm, ownKeyForms } from "../authentication/presented-key.ts";
import type { Door } from "../compat/door.ts";
import { doorAt } from "../compat/doors.ts";
import type { DtoClass } from "../dto/fields.ts";
import { type ErrorCode, errorTable } from "../error-table.ts";
import { schemaName, schemasOf } from "../schema/dto-schemas.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import type { Operation, TextTypes } from "./operations.ts";
import { named } from "./view-schema.ts";

/** An operation of an OpenAPI document, as far as this service uses the format. */
export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  /** The scope that a key needs; empty where none is asked for. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: { readonly required: boolean; readonly content: ContentObject };
  /** By status. */
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

export interface ParameterObject {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
}

export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
  readonly content?: ContentObject;
}

/** Schemas and examples by media type. */
export type ContentObject = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: JsonObject | string }>>;

/** How the document calls the ways in by a key. */
export const keySchemes = { bearer: "apiKey", app: "apiKeyAsApp", basic: "apiKeyAsPassword" } as const satisfies Record<KeyForm, string>;

/** What the OpenAPI document says of one endpoint. */
export function operationObject(operation: Operation): OperationObject {
  const { id, tag, scope, summary, description, query, body, answer, refusals } = operation;
  const door = doorAt(operation.path);
  const parameters = [...pathParameters(operation.path), ...queryParameters(query), ...headerParameters(operation)];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: scope === "none" ? [] : (door?.keyForms ?? ownKeyForms).map((form) => ({ [keySchemes[form]]: [scope] })),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { required: operation.isBodyOptional !== true, content: bodyContent(operation, body) } }),
    responses: { [answer.status]: success(answer), ...problems([...keyRefusals(scope), ...unreadable(operation.path), ...refusals], door) },
  };
}

function keyRefusals(scope: Operation["scope"]): readonly ErrorCode[] {
  return scope === "none" ? [] : ["api-key-missing", "api-key-refused", "scope-missing", "too-many-requests"];
}

/** A part of the path that stands for something may be percent-encoded wrongly. */
function unreadable(path: string): readonly ErrorCode[] {
  return path.includes("{") ? ["malformed-request"] : [];
}

function pathParameters(path: string): ParameterObject[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: name === "accountId" ? "As the configuration names it." : "As answers name it.",
    schema: { type: "string" },
  }));
}

function queryParameters(query: DtoClass | undefined): ParameterObject[] {
  if (query === undefined) return [];
  const properties = schemasOf([query])[schemaName(query)]?.properties ?? {};
  return Object.entries(properties).map(([name, { description = "", ...schema }]) => ({
    name,
    in: "query",
    required: false,
    description,
    schema,
  }));
}

function headerParameters({ requestHeaders = [] }: Operation): ParameterObject[] {
  return requestHeaders.map(({ name, description, schema }) => ({ name, in: "header", required: false, description, schema }));
}

function bodyContent({ example, alsoTakes }: Operation, body: DtoClass | "bytes" | TextTypes): ContentObject {
  if (body === "bytes") return { "*/*": { schema: {} } };
  if ("textTypes" in body) {
    return Object.fromEntries(Object.entries(body.textTypes).map(([type, text]) => [type, { schema: { type: "string" }, example: text }]));
  }
  return {
    "application/json": { schema: named(schemaName(body)), ...(example !== undefined && { example }) },
    ...(alsoTakes !== undefined && { [alsoTakes]: { schema: { type: "string" } } }),
  };
}

function success({ description, headers, content, alsoAs }: Operation["answer"]): ResponseObject {
  return {
    description,
    ...(headers !== undefined && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: "string" } }]),
      ),
    }),
    ...(content !== undefined && {
      content: { ...answerContent(content), ...(alsoAs !== undefined && { [alsoAs]: { schema: { type: "string" } } }) },
    }),
  };
}

function answerContent(content: NonNullable<Operation["answer"]["content"]>): ContentObject {
  return "schema" in content ? { "application/json": { schema: named(content.schema) } } : { [content.mediaType]: { schema: {} } };
}

function problems(codes: readonly ErrorCode[], door: Door | undefined): Record<string, ResponseObject> {
  const all: readonly ErrorCode[] = [...codes, "not-ready", "internal-error"];
  const content: ContentObject =
    door === undefined ? { "application/problem+json": { schema: named("Problem") } } : { "application/json": { schema: named(door.refusalSchema) } };
  const byStatus = Map.groupBy(new Set(all), (code) => door?.statusOf(code) ?? errorTable[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, each]) => {
      const description = each.map((code) => `\`${code}\`: ${errorTable[code].title}.`).join(" ");
      return [status, { description, content }];
    }),
  );
}
