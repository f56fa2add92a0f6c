import type { InboundRequest, JsonValue } from "@todoke/core";
import { parseExactJson } from "../answers/exact-json.ts";
import { readPath } from "../answers/json-path.ts";
import type { CallbackFormat } from "../callback-config.ts";
import { queryOf } from "./query.ts";

/** What arrived, as one JSON value; of a field that came twice, the first. Undefined for what cannot be read. */
export function readDocument(format: CallbackFormat, request: InboundRequest): JsonValue | undefined {
  if (format === "query") return fieldsOf(queryOf(request.url));
  const text = Buffer.from(request.body).toString("utf8");
  return format === "form" ? fieldsOf(new URLSearchParams(text)) : parseExactJson(text);
}

/** The single reports in it. */
export function itemsOf(document: JsonValue | undefined, list: string | undefined): readonly JsonValue[] {
  if (document === undefined) return [];
  if (list === undefined) return [document];
  const items = readPath(document, list);
  return Array.isArray(items) ? items : [];
}

function fieldsOf(parameters: URLSearchParams): JsonValue {
  return Object.fromEntries([...parameters].toReversed());
}
