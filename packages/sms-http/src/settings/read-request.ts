import { ConfigurationError, type JsonValue } from "@todoke/core";
import { textEscapes, type BodyTemplate, type RequestTemplate } from "../config.ts";
import { namesIn } from "../templates/template.ts";
import { checkUrl } from "./check-url.ts";
import { boolean, json, matching, object, oneOf, optional, table, text, type Reader } from "./readers.ts";

/** A request whose placeholders are all among `placeholders`. */
export function requestTemplate(placeholders: readonly string[]): Reader<RequestTemplate> {
  return (value, path) => {
    const template = readTemplate(value, path);
    const { method = "POST", url, allowPlainHttp = false, body, headers = {} } = template;
    if (method === "GET" && body !== undefined) throw new ConfigurationError(`${path}.body`, "a GET request has none");
    checkUrl(url, allowPlainHttp, `${path}.url`);
    for (const [place, part] of textsIn(template, path)) checkPlaceholders(part, place, placeholders);
    for (const [name, part] of Object.entries(headers)) checkHeader(part, `${path}.headers.${name}`);
    return template;
  };
}

/** Every placeholder in a request. */
export function placeholdersIn(template: RequestTemplate): ReadonlySet<string> {
  return new Set(textsIn(template, "").flatMap(([, part]) => namesIn(part)));
}

const headerValue = matching(/^[\t\u0020-\u007e]+$/, "must be printable ASCII");

const readTemplate = object<RequestTemplate>({
  method: optional(oneOf(["GET", "POST", "PUT"])),
  url: text,
  query: optional(table(text)),
  headers: optional(table(headerValue, checkHeaderName)),
  basicAuth: optional(object<NonNullable<RequestTemplate["basicAuth"]>>({ username: text, password: text })),
  body: optional(readBody),
  allowPlainHttp: optional(boolean),
});

/** What HTTP itself sets, and what would change where or how the request goes. */
const reservedHeaders = ["host", "content-length", "transfer-encoding", "connection", "expect", "upgrade"];

function checkHeaderName(name: string, path: string): void {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) throw new ConfigurationError(path, "is no name of a header");
  if (reservedHeaders.includes(name.toLowerCase())) throw new ConfigurationError(path, "is set by HTTP itself");
}

const readJsonBody = object<{ readonly json: JsonValue }>({ json });
const readFormBody = object<{ readonly form: Readonly<Record<string, string>> }>({ form: table(text) });
const readTextBody = object<Extract<BodyTemplate, { readonly text: string }>>({
  text,
  contentType: headerValue,
  escape: oneOf(textEscapes),
});

function readBody(value: unknown, path: string): BodyTemplate {
  const has = (name: string) => typeof value === "object" && value !== null && Object.hasOwn(value, name);
  if (has("json")) return readJsonBody(value, path);
  if (has("form")) return readFormBody(value, path);
  if (has("text")) return readTextBody(value, path);
  throw new ConfigurationError(path, "must have json, form or text");
}

function checkPlaceholders(part: string, place: string, placeholders: readonly string[]): void {
  if (namesIn(part).every((name) => placeholders.includes(name))) return;
  throw new ConfigurationError(place, `has an unknown placeholder: known are ${placeholders.join(", ")}`);
}

/** A header holds no line breaks and no characters beyond ASCII, and a text may have both. */
function checkHeader(part: string, place: string): void {
  if (namesIn(part).includes("text")) throw new ConfigurationError(place, "must not hold {{text}}: headers are ASCII");
}

/** Every text of a request in which placeholders may stand, with its path. */
function textsIn({ url, query, headers, body }: RequestTemplate, path: string): readonly (readonly [string, string])[] {
  return [
    [`${path}.url`, url],
    ...stringsIn(query, `${path}.query`),
    ...stringsIn(headers, `${path}.headers`),
    ...stringsIn(body, `${path}.body`),
  ];
}

function stringsIn(value: JsonValue | undefined, path: string): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => stringsIn(member, `${path}.${name}`));
}
