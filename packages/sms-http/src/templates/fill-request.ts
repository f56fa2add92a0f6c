import type { JsonValue } from "@todoke/core";
import type { BodyTemplate, RequestTemplate } from "../config.ts";
import { escapes } from "./escapes.ts";
import { fill, fillLoosely, namesIn, parseTemplate, type Values } from "./template.ts";

/** A request ready to go out. */
export interface FilledRequest {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Undefined when the path needs a value that this call does not have. */
export function fillRequest(template: RequestTemplate, values: Values): FilledRequest | undefined {
  const address = fill(template.url, values, encodeURIComponent);
  if (address === undefined || namesIn(template.url).some((name) => isDots(values[name]))) return undefined;
  const url = new URL(address);
  for (const [name, value] of filledEntries(template.query ?? {}, values)) url.searchParams.append(name, value);
  const body = template.body && fillBody(template.body, values);
  return {
    method: template.method ?? "POST",
    url: url.href,
    headers: {
      ...(body && { "content-type": body.contentType }),
      ...(template.basicAuth && { authorization: basic(template.basicAuth) }),
      ...Object.fromEntries(filledEntries(template.headers ?? {}, values).map(([name, value]) => [name.toLowerCase(), value])),
    },
    ...(body && { body: body.text }),
  };
}

/** Dots alone lead to another path, also when they are encoded. */
function isDots(value: string | number | undefined): boolean {
  return /^\.+$/.test(String(value));
}

function basic({ username, password }: NonNullable<RequestTemplate["basicAuth"]>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** Without those that have no value in this call. */
function filledEntries(templates: Readonly<Record<string, string>>, values: Values): readonly (readonly [string, string])[] {
  return Object.entries(templates).flatMap(([name, template]) => {
    const value = fill(template, values, escapes.none);
    return value === undefined ? [] : [[name, value] as const];
  });
}

interface FilledBody {
  readonly contentType: string;
  readonly text: string;
}

function fillBody(template: BodyTemplate, values: Values): FilledBody {
  if ("json" in template) {
    return { contentType: "application/json", text: JSON.stringify(fillJson(template.json, values) ?? {}) };
  }
  if ("form" in template) {
    const form = new URLSearchParams(Object.fromEntries(filledEntries(template.form, values)));
    return { contentType: "application/x-www-form-urlencoded", text: form.toString() };
  }
  return { contentType: template.contentType, text: fillLoosely(template.text, values, escapes[template.escape]) };
}

/** Undefined for what is left out. */
function fillJson(template: JsonValue, values: Values): JsonValue | undefined {
  if (typeof template === "string") return fillJsonText(template, values);
  if (typeof template !== "object" || template === null) return template;
  if (Array.isArray(template)) {
    return template.map((item: JsonValue) => fillJson(item, values)).filter((item) => item !== undefined);
  }
  const members = Object.entries(template).flatMap(([name, member]) => {
    const filled = fillJson(member, values);
    return filled === undefined ? [] : [[name, filled] as const];
  });
  return Object.fromEntries(members);
}

/** A string that is nothing but a placeholder takes over its type. */
function fillJsonText(template: string, values: Values): JsonValue | undefined {
  const [before, name = "", after, ...more] = parseTemplate(template);
  if (before === "" && after === "" && more.length === 0) return values[name];
  return fill(template, values, escapes.none);
}
