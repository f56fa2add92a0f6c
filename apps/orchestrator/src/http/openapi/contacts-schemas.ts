import { errorConsequences } from "@todoke/core";
import {
  type AddressReachability,
  type Consent,
  consentPurposes,
  consentStates,
  type ContactAddress,
  type ContactDetail,
  type ContactView,
  erasureStatuses,
  type ErasureView,
  type ImportFailure,
  importStatuses,
  type ImportView,
} from "@todoke/engine";
import { contactIdForm, erasureIdForm, importIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { count, flag, list, named, oneOf, optional, text, time, viewSchema, type ViewProperties } from "./view-schema.ts";

const contact: ViewProperties<ContactView> = {
  id: text("The contact's id.", { pattern: contactIdForm.source }),
  kind: oneOf("What it is.", ["person", "group"]),
  reference: optional(text("Your own name for it.")),
  locale: optional(text("BCP 47 language tag.")),
  timeZone: optional(text("IANA time zone name.")),
  attributes: { type: "object", description: "What you keep about it." },
  tester: flag("Test messages go to it."),
  source: text("What taught us of it: the type of a provider's event, `import`, or `api` or `upload` where you did.", {
    examples: ["follow", "message", "import", "api"],
  }),
  createdAt: time("When we learnt of it."),
  updatedAt: time("When anything about it last changed."),
  addresses: list(named("ContactAddress"), "Oldest first."),
  consents: list(named("Consent"), "The last word on each channel and purpose of which something was said."),
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
    account: optional(text("The account that taught us of it; absent where you did.")),
    createdAt: time("When we learnt of it."),
    reachability: list(named("AddressReachability"), "What each account knows of it, newest first; empty while none knows."),
  }),
  AddressReachability: viewSchema<AddressReachability>("Whether one account reaches an address.", {
    account: text("The account."),
    reachability: oneOf("What is known.", ["reachable", "unreachable", "unknown"]),
    providerCode: text("The provider's own word.", { examples: ["follow", "profile-404", "follower"] }),
    observedAt: time("Since when."),
  }),
  Erasure: viewSchema<ErasureView>("The erasure of a person from what was sent and received.", {
    id: text("The erasure's id.", { pattern: erasureIdForm.source }),
    status: oneOf("Where it stands. It runs until what was under way to the person has ended.", erasureStatuses),
    deliveries: count("Deliveries that no longer say who they were to."),
    inboundEvents: count("Inbound events that no longer say whom they came from, or what that person did."),
    startedAt: time("When it began."),
    updatedAt: time("When it last came further."),
    completedAt: optional(time("When it ended.")),
  }),
  Consent: viewSchema<Consent>("What somebody said of messages of one purpose on one channel.", {
    channel: text("The channel.", { examples: ["line", "sms"] }),
    purpose: oneOf("What the messages are for.", consentPurposes),
    state: oneOf("What was said.", consentStates),
    source: text("How it is known, in your words; `api` or `upload` without any."),
    at: time("When it was said."),
  }),
  ConsentPage: pageSchema("In the order in which it was told.", "Consent"),
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
