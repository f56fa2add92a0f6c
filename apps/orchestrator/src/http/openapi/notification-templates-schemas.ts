import type { NotificationDesign, NotificationTemplates, TemplateEntry } from "@todoke/core";
import type { JsonSchema } from "../schema/json-schema.ts";
import { flag, list, named, orNull, text, viewSchema } from "./view-schema.ts";

/** Schemas of notification templates in answers, by name. */
export const notificationTemplatesSchemas: Readonly<Record<string, JsonSchema>> = {
  NotificationTemplates: viewSchema<NotificationTemplates>("What notifications of an account may be made of.", {
    country: orNull(text("Whose catalogue it is; null where the settings do not say.", { examples: ["JP"] })),
    asOf: orNull(text("The day that it was true.", { format: "date" })),
    complete: flag("Whether it holds every key that there is."),
    templates: list(named("TemplateEntry"), "For `templateKey`."),
    items: list(named("TemplateEntry"), "For `itemKey`."),
    buttons: list(named("TemplateEntry"), "For `buttonKey`."),
    designs: orNull(list(named("NotificationDesign"), "The account's own; null where the settings list none.")),
  }),
  TemplateEntry: viewSchema<TemplateEntry>("One key of a catalogue.", {
    key: orNull(text("What content names; null where there is one that is not known.")),
    use: orNull(text("What it is for; null where only the key is known.")),
  }),
  NotificationDesign: viewSchema<NotificationDesign>("A design of the account's own.", {
    name: text("What content names as `design`."),
    approved: flag("The provider reviewed it and said yes."),
  }),
};
