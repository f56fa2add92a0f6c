import { InvalidRequestError, type Content } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { parseTemplateId } from "../ids.ts";
import type { MessageRequest, TemplateReference } from "../message-request.ts";
import { findNamedTemplate } from "../store/templates/template-versions.ts";
import type { TemplateContent } from "./template-view.ts";

/** What a message says: what its caller wrote, or what a stored template says at this moment. */
export interface MessageContent {
  readonly content: Content;
  readonly template?: UsedTemplate;
}

/** The version of a template that a message is sent by. */
export interface UsedTemplate {
  readonly id: string;
  readonly version: number;
  /** By channel. */
  readonly variants: ReadonlyMap<string, Content>;
  /** Variables that are nil for whoever has none. */
  readonly optionalVariables: readonly string[];
}

/** Throws `InvalidRequestError` where the template is none to send by. */
export async function findContent(context: EngineContext, { content, template }: Pick<MessageRequest, "content" | "template">): Promise<MessageContent> {
  if (template !== undefined) {
    if (content !== undefined) throw refusal("/template", "content-or-template", "give content or template, not both");
    return findTemplate(context, template);
  }
  if (content === undefined) throw refusal("/content", "missing", "is required without a template");
  return { content };
}

async function findTemplate({ connection, projectId }: EngineContext, { id, name, version }: TemplateReference): Promise<MessageContent> {
  const field = id === undefined ? "name" : "id";
  const by = whichOf(id, name);
  const found = by && (await findNamedTemplate(connection, projectId, by, version));
  if (!found) throw refusal(`/template/${field}`, "unknown-template", `there is no template with this ${field}`);
  if (found.isArchived) throw refusal(`/template/${field}`, "archived-template", "the template is archived: nothing more is sent by it");
  if (found.version === null) throw refusal("/template/version", "unknown-version", "the template has no such version");
  const { content, variants, variables } = found.version;
  const template: UsedTemplate = {
    id: found.id,
    version: found.version.version,
    variants: new Map(variants.map((variant) => [variant.channel, variant.content])),
    optionalVariables: optionalAmong(variables),
  };
  return { content, template };
}

function whichOf(id: string | undefined, name: string | undefined): { readonly id: string } | { readonly name: string } | undefined {
  if (id === undefined) return name === undefined ? undefined : { name };
  const templateId = parseTemplateId(id);
  return templateId === undefined ? undefined : { id: templateId };
}

/** Names of those that nobody needs to give. */
export function optionalAmong(variables: TemplateContent["variables"]): readonly string[] {
  return variables.filter(({ required }) => required === false).map(({ name }) => name);
}

function refusal(pointer: string, code: string, detail: string): InvalidRequestError {
  return new InvalidRequestError([{ pointer, code, detail }]);
}
