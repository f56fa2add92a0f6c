import { purposes } from "@todoke/core";
import type { AddedSuppressions, SuppressionSource, SuppressionView } from "@todoke/engine";
import { suppressionIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { count, list, optional, text, time, viewSchema, word } from "./view-schema.ts";

/** Schemas of suppressions in answers, by name. */
export const suppressionsSchemas: Readonly<Record<string, JsonSchema>> = {
  Suppression: viewSchema<SuppressionView>("An address that is left alone.", {
    id: text("The suppression's id.", { pattern: suppressionIdForm.source }),
    addressKind: text("The kind of the address.", { examples: ["phone"] }),
    address: text("The address in its one form."),
    channel: optional(text("The channel that it holds on; absent: all that use the address.")),
    purposes: optional(list({ type: "string", enum: purposes }, "What it holds back; absent: everything.")),
    source: word<SuppressionSource>("Where it comes from.", {
      "opt-out": "the person said so, or a provider said that they did",
      "hard-failure": "a provider said that the channel never reaches the address",
      manual: "it was suppressed by hand",
      import: "it came with a list",
    }),
    reason: optional(text("Why, for people to read.")),
    account: optional(text("The account that taught it.")),
    enforcedBy: list({ type: "string" }, "Accounts whose provider refuses the person by itself, codes as well."),
    since: time("From when on it holds."),
    until: optional(time("When it ends by itself; absent: never.")),
  }),
  SuppressionPage: pageSchema("Suppressions that hold now, newest first.", "Suppression"),
  AddedSuppressions: viewSchema<AddedSuppressions>("What was suppressed.", {
    added: count("Those that did not hold before."),
    updated: count("Those that held already and were brought up to date."),
  }),
};
