import { InvalidRequestError, type Problem } from "@todoke/core";
import type { Route } from "../accounts.ts";
import { prepareContent, type PreparedPayload, type RefusedPayload } from "../content/prepared-content.ts";
import type { EngineContext } from "../engine-context.ts";
import { formatTemplateId } from "../ids.ts";
import { readVersion } from "../store/templates/template-versions.ts";
import { optionalAmong } from "./find-content.ts";
import type { ChannelPreview, PreviewRequest, TemplatePreview, TemplateVersion } from "./template-view.ts";

type Rendered = PreparedPayload | RefusedPayload;

/** Renders a version for somebody who need not exist. Throws `InvalidRequestError`. */
export async function previewTemplate(
  { connection, projectId, accounts }: EngineContext,
  { id, latestVersion }: { readonly id: string; readonly latestVersion: number },
  request: PreviewRequest,
): Promise<TemplatePreview> {
  const version = await readVersion(connection, projectId, id, request.version ?? latestVersion);
  if (version === undefined) throw new InvalidRequestError([{ pointer: "/version", code: "unknown-version", detail: "the template has no such version" }]);
  const channels = request.channel === undefined ? accounts.channels : [request.channel];
  const routes = channels.flatMap((channel) => accounts.route(channel) ?? []);
  if (routes.length === 0) throw new InvalidRequestError([unknownChannel(accounts.channels)]);
  refuseMissing(missingAmong(version, request));
  const rendered = routes.map((route) => ({ route, result: renderOn(route, version, request) }));
  refuseMissing(missingIn(rendered.map(({ result }) => result)));
  return { id: formatTemplateId(id), version: version.version, channels: rendered.map(({ route, result }) => viewOf(route, result)) };
}

function unknownChannel(channels: readonly string[]): Problem {
  const detail = channels.length === 0 ? "there is no account that could carry it" : `no account carries this channel; channels: ${channels.join(", ")}`;
  return { pointer: "/channel", code: "unknown-channel", detail };
}

/** Required variables that neither the caller nor an example gives. */
function missingAmong({ variables }: TemplateVersion, { variables: given = {} }: PreviewRequest): Problem[] {
  return variables
    .filter(({ name, required = true, example }) => required && example === undefined && !Object.hasOwn(given, name))
    .map(({ name }) => ({ pointer: `/variables/${name}`, code: "missing-variable", detail: `the variable ${name} is missing` }));
}

/** Those that a template uses and nobody tells of, each once however many channels miss it. */
function missingIn(results: readonly Rendered[]): Problem[] {
  const details = results.flatMap((result) => (!result.ok && result.code === "missing-variable" ? [result.detail] : []));
  return [...new Set(details)].map((detail) => ({ pointer: "/variables", code: "missing-variable", detail }));
}

function refuseMissing(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidRequestError(problems);
}

function renderOn({ adapter }: Route, version: TemplateVersion, request: PreviewRequest): Rendered {
  const content = version.variants.find(({ channel }) => channel === adapter.channel)?.content ?? version.content;
  const prepared = prepareContent(content, adapter, request.purpose ?? "notice", { optionalVariables: optionalAmong(version.variables) });
  const examples = version.variables.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example] as const]));
  const { locale } = request;
  return prepared.render({ variables: { ...Object.fromEntries(examples), ...request.variables }, ...(locale !== undefined && { locale }) });
}

function viewOf({ accountId, adapter: { channel } }: Route, result: Rendered): ChannelPreview {
  const place = { channel, account: accountId };
  if (!result.ok) return { ...place, lost: [], warnings: [], refusal: { code: result.code, detail: result.detail } };
  const { form: { locale }, payload, lost, warnings } = result;
  return { ...place, ...(locale !== undefined && { locale }), payload, lost, warnings };
}
