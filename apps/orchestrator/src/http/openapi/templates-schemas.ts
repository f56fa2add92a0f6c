import type { ChannelPreview, TemplateDetail, TemplateOfMessage, TemplatePreview, TemplateVariable, TemplateVariant, TemplateVersion, TemplateView } from "@todoke/engine";
import { templateIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { count, flag, list, named, optional, text, time, viewSchema, type ViewProperties } from "./view-schema.ts";

const id = text("The template's id.", { pattern: templateIdForm.source });
const version = count("The version, from 1.");

const template: ViewProperties<TemplateView> = {
  id,
  name: text("Your own name for it."),
  latestVersion: count("What a message gets that names no version."),
  createdAt: time("When it was stored."),
  updatedAt: time("When its last version was made."),
  archivedAt: optional(time("From then on no message is sent by it.")),
};

/** Schemas of stored templates in answers, by name. */
export const templatesSchemas: Readonly<Record<string, JsonSchema>> = {
  Template: viewSchema<TemplateView>("Content that is kept here under a name.", template),
  TemplateDetail: viewSchema<TemplateDetail>("A template with its latest version.", { ...template, latest: named("TemplateVersion") }),
  TemplatePage: pageSchema("Templates, newest first.", "Template"),
  TemplateVersion: viewSchema<TemplateVersion>("What a template says, or said. It never changes.", {
    version,
    createdAt: time("When it was made."),
    content: named("Content"),
    variants: list(named("TemplateVariant"), "What some channels get instead."),
    variables: list(named("TemplateVariable"), "What was said of its variables."),
  }),
  TemplateVariant: viewSchema<TemplateVariant>("Content for one channel.", { channel: text("The channel."), content: named("Content") }),
  TemplateVariable: viewSchema<TemplateVariable>("A variable that a template uses.", {
    name: text("As recipients' `variables` name it."),
    required: optional(flag("Default true. One that is not required is nil for whoever has none.")),
    example: optional({ description: "What previews show where they are given nothing else." }),
  }),
  TemplatePreview: viewSchema<TemplatePreview>("What a template becomes.", {
    id,
    version,
    channels: list(named("ChannelPreview"), "In the order of the accounts."),
  }),
  ChannelPreview: viewSchema<ChannelPreview>("What one channel makes of a template.", {
    channel: text("The channel."),
    account: text("The account that was asked: the first that carries the channel."),
    locale: optional(text("The language of the translation that was taken; absent where it is the content itself.")),
    payload: optional({ type: "object", description: "What the provider would be given; absent where the channel refuses it." }),
    lost: list(text("What the channel cannot carry.")),
    warnings: list(text("What to know of the payload.")),
    refusal: optional(named("ChannelRefusal")),
  }),
  ChannelRefusal: viewSchema<NonNullable<ChannelPreview["refusal"]>>("Why a channel would not carry it.", {
    code: text("A stable word for programs."),
    detail: text("A sentence for people."),
  }),
  TemplateOfMessage: viewSchema<TemplateOfMessage>("The template that a message was sent by.", { id, version }),
};
