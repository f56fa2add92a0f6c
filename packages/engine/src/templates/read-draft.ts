import { InvalidRequestError, type Content, type Problem } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import { compileContent, type TemplateProblem } from "../content/personalise.ts";
import { checkTranslations, formsOf } from "../content/translations.ts";
import type { TemplateContent, TemplateDraft, TemplateVariable, TemplateVariant } from "./template-view.ts";

/** What is to be stored, with Liquid switched on in all of it. Throws `InvalidRequestError`. */
export function readDraft({ content, variants = [], variables = [] }: TemplateDraft, accounts: Accounts): TemplateContent {
  const problems: Problem[] = [];
  checkContent(content, "/content", problems);
  variants.forEach((variant, index) => checkContent(variant.content, `/variants/${index}/content`, problems));
  checkChannels(variants, accounts, problems);
  checkVariables(variables, problems);
  if (problems.length > 0) throw new InvalidRequestError(problems);
  return {
    content: withLiquid(content),
    variants: variants.map((variant) => ({ ...variant, content: withLiquid(variant.content) })),
    variables,
  };
}

function checkContent(content: Content, base: string, problems: Problem[]): void {
  checkTranslations(content, base, problems);
  for (const form of formsOf(content)) {
    if (form.content.template === false) {
      const detail = "the strings of a stored template are always Liquid: leave it out";
      problems.push({ pointer: `${base}${form.pointer}/template`, code: "always-liquid", detail });
    }
    const unparsed: TemplateProblem[] = [];
    compileContent(form.content, unparsed);
    for (const { pointer, detail } of unparsed) problems.push({ pointer: `${base}${form.pointer}${pointer}`, code: "invalid-template", detail });
  }
}

function checkChannels(variants: readonly TemplateVariant[], accounts: Accounts, problems: Problem[]): void {
  const seen = new Set<string>();
  for (const [index, { channel }] of variants.entries()) {
    const report = (code: string, detail: string) => problems.push({ pointer: `/variants/${index}/channel`, code, detail });
    if (seen.has(channel)) report("duplicate-channel", "another variant is for this channel already");
    else if (accounts.route(channel) === undefined) report("unknown-channel", `no account carries this channel; channels: ${accounts.channels.join(", ")}`);
    seen.add(channel);
  }
}

function checkVariables(variables: readonly TemplateVariable[], problems: Problem[]): void {
  const seen = new Set<string>();
  for (const [index, { name }] of variables.entries()) {
    if (seen.has(name)) problems.push({ pointer: `/variables/${index}/name`, code: "duplicate-variable", detail: "another entry tells of this variable already" });
    seen.add(name);
  }
}

function withLiquid({ translations, ...content }: Content): Content {
  const translated = translations?.map((translation) => ({ ...translation, content: withLiquid(translation.content) }));
  return { ...content, template: true, ...(translated && { translations: translated }) };
}
