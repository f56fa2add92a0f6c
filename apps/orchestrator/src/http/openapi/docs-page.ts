import { errorTable } from "../error-table.ts";
import { escapeHtml, inline, markdown, table } from "./html.ts";
import type { OpenapiDocument } from "./openapi-document.ts";
import type { ContentObject, OperationObject } from "./operation-object.ts";
import { codeWords, propertiesTable, schemaLink } from "./schema-html.ts";

/** A page for people with every endpoint, refusal and schema of the document. It loads nothing. */
export function docsPage(document: OpenapiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ title: endpointTitle(method, path), operation })),
  );
  const schemas = Object.entries(document.components.schemas).sort(([one], [other]) => one.localeCompare(other));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.info.title)} HTTP API</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(document.info.title)} HTTP API</h1>
<p>${escapeHtml(document.info.summary)} ${escapeHtml(document.info.description)}</p>
<p>For machines: <a href="/openapi.json">openapi.json</a>.</p>
<nav><ul>
${operations.map(({ title, operation }) => contentsLine(title, operation)).join("\n")}
</ul></nav>
</header>
<main>
<h2>Endpoints</h2>
${operations.map(({ title, operation }) => endpoint(title, operation)).join("\n")}
<h2>Refusals</h2>
<p>Every refusal is a problem document (RFC 9457, <code>application/problem+json</code>): ${schemaLink("Problem")}.</p>
${refusals()}
<h2>Schemas</h2>
${schemas.map(([name, schema]) => `<section id="schema-${name}"><h3>${name}</h3>${propertiesTable(schema)}</section>`).join("\n")}
</main>
</body>
</html>
`;
}

function endpointTitle(method: string, path: string): string {
  return `<b>${method.toUpperCase()}</b> ${escapeHtml(path)}`;
}

function contentsLine(title: string, { operationId, summary }: OperationObject): string {
  return `<li><a href="#${operationId}">${title}</a> ${escapeHtml(summary)}</li>`;
}

function endpoint(title: string, operation: OperationObject): string {
  const { operationId, summary, description = "", security, parameters = [], requestBody, responses } = operation;
  return `<section id="${operationId}">
<h3>${title}</h3>
${markdown(description === "" ? `${summary}.` : description)}
<p>${neededScope(security)}</p>
${parameters.length === 0 ? "" : table(["Parameter", "In", "Meaning"], parameters.map((parameter) => [
    `<code>${parameter.name}</code>`,
    parameter.in,
    inline(parameter.description) + oneOf(parameter.schema.enum),
  ]))}
${requestBody === undefined ? "" : `<p>Body: ${content(requestBody.content)}</p>${examples(requestBody.content)}`}
${table(["Status", "Answer", "Meaning"], Object.entries(responses).map(([status, response]) => [
    status,
    content(response.content),
    inline(response.description),
  ]))}
</section>`;
}

function neededScope(security: OperationObject["security"]): string {
  const scopes = [...new Set(security.flatMap((ways) => Object.values(ways).flat()))];
  return scopes.length === 0 ? "Open to all." : `Scope: ${codeWords(scopes)}.`;
}

function refusals(): string {
  return table(["Code", "Status", "What to do"], Object.entries(errorTable).map(([code, { status, title, advice }]) => [
    `<code id="${code}">${code}</code>`,
    String(status),
    inline(`${title}. ${advice}`),
  ]));
}

function content(media: ContentObject | undefined): string {
  if (media === undefined) return "empty";
  return Object.entries(media)
    .map(([type, { schema }]) => (schema.$ref === undefined ? escapeHtml(type) : schemaLink(schema.$ref)))
    .join(", ");
}

function examples(media: ContentObject): string {
  return Object.values(media)
    .map(({ example }) => (example === undefined ? "" : `<pre>${escapeHtml(typeof example === "string" ? example : JSON.stringify(example, undefined, 2))}</pre>`))
    .join("");
}

function oneOf(words: readonly string[] | undefined): string {
  return words === undefined ? "" : ` One of ${codeWords(words)}.`;
}

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
section { margin: 2rem 0; }
h3 { font-weight: normal; font-size: 1.2rem; }
code, pre { font: 14px/1.4 ui-monospace, monospace; }
pre { padding: .75rem; overflow-x: auto; border: 1px solid #8886; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8884; }
td p, td ul { margin: 0; }
:target { background: #fc03; }
`;
