import { errorConsequences } from "@todoke/core";
import {
  type AddressReachability,
  type ContactAddress,
  type ContactDetail,
  type ContactView,
  type ImportFailure,
  importStatuses,
  type ImportView,
} from "@todoke/engine";
import { contactIdForm, importIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { count, list, named, oneOf, optional, text, time, viewSchema, type ViewProperties } from "./view-schema.ts";

const contact: ViewProperties<ContactView> = {
  id: text("The contact's id.", { pattern: contactIdForm.source }),
  kind: oneOf("What it is.", ["person", "group"]),
  reference: optional(text("Your own name for it.")),
  locale: optional(text("BCP 47 language tag.")),
  timeZone: optional(text("IANA time zone name.")),
  attributes: { type: "object", description: "What you keep about it." },
  source: text("What taught us of it: the type of a provider's event, or `import`.", { examples: ["follow", "message", "import"] }),
  createdAt: time("When we learnt of it."),
  updatedAt: time("When anything about it last changed."),
  addresses: list(named("ContactAddress"), "Oldest first."),
};

/** Schemas of contacts and imports in answers, by name. */
export const contactsSchemas: Readonly<Record<string, JsonSchema>> = {
  Contact: viewSchema<ContactView>("A person or a group that we know by an address.", contact),
  ContactDetail: viewSchema<ContactDetail>("A contact with what only one of them shows.", {
    ...contact,
    members: optional(list({ type: "string" }, "Of a group: those whom events showed coming and not leaving; at most 1,000.")),
  }),
  ContactAddress: viewSchema<ContactAddress>("One address of a contact.", {
    kind: text("The kind of the address.", { examples: ["line", "phone"] }),
    address: text("In canonical form."),
    account: text("The account that taught us of it."),
    createdAt: time("When it did."),
    reachability: list(named("AddressReachability"), "What each account knows of it, newest first; empty while none knows."),
  }),
  AddressReachability: viewSchema<AddressReachability>("Whether one account reaches an address.", {
    account: text("The account."),
    reachability: oneOf("What is known.", ["reachable", "unreachable", "unknown"]),
    providerCode: text("The provider's own word.", { examples: ["follow", "profile-404", "follower"] }),
    observedAt: time("Since when."),
  }),
  ContactPage: pageSchema("Contacts, newest first.", "Contact"),
  ContactImport: viewSchema<ImportView>("The reading of a provider's list of people.", {
    id: text("The import's id.", { pattern: importIdForm.source }),
    account: text("Whose list it is."),
    status: oneOf("Where it stands.", importStatuses),
    read: count("How many people the provider has listed so far."),
    added: count("How many of them were not known."),
    startedAt: time("When it began."),
    updatedAt: time("When it last came further, or failed to."),
    completedAt: optional(time("When it ended.")),
    failure: optional(named("ImportFailure")),
  }),
  ImportFailure: viewSchema<ImportFailure>("Why it ended, or what holds it up at the moment.", {
    errorClass: oneOf("Why the provider did not do what was asked.", Object.keys(errorConsequences)),
    providerCode: text("The provider's own word or code."),
    detail: text("What to do, for people."),
  }),
};
