import {
  type AddedMembers,
  type AddressCount,
  type AudienceDetail,
  type AudienceMember,
  type AudiencePush,
  audienceTypes,
  type AudienceView,
  type PeopleCount,
  type PushError,
  type PushStatus,
} from "@todoke/engine";
import { errorConsequences, providerAudienceStatuses } from "@todoke/core";
import { audienceIdForm, memberIdForm, pushIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { count, list, named, oneOf, optional, text, time, viewSchema, word, type ViewProperties } from "./view-schema.ts";

const audience: ViewProperties<AudienceView> = {
  id: text("The list's id.", { pattern: audienceIdForm.source }),
  type: oneOf("What it is.", audienceTypes),
  name: text("Your own name for it."),
  createdAt: time("When it was made."),
  updatedAt: time("When its members, its name or its filter last changed."),
  members: optional(count("How many are in it. Of a filter only where it is shown by itself: how many it finds now.")),
  filter: optional({ type: "object", description: "Of a filter, as it was given." }),
};

/** Schemas of stored lists in answers, by name. */
export const audiencesSchemas: Readonly<Record<string, JsonSchema>> = {
  Audience: viewSchema<AudienceView>("A list of people, or a filter, that is kept here.", audience),
  AudienceDetail: viewSchema<AudienceDetail>("A list of people, with what can be said of them.", {
    ...audience,
    addresses: list(named("AddressCount"), "How many have which address."),
    pushes: list(named("AudiencePush"), "The latest push to each account."),
  }),
  AddressCount: viewSchema<AddressCount>("Members with an address of one kind.", {
    kind: text("The kind.", { examples: ["line", "phone"] }),
    members: count("How many have one."),
    distinct: count("How many different ones."),
  }),
  PeopleCount: viewSchema<PeopleCount>("How many people a filter finds now.", {
    people: count("All of them."),
    withoutTimeZone: count("Whose time zone is not known."),
    addresses: list(named("PeopleWithAddress"), "How many have which address."),
  }),
  PeopleWithAddress: viewSchema<PeopleCount["addresses"][number]>("People with an address of one kind.", {
    kind: text("The kind.", { examples: ["line", "phone"] }),
    people: count("How many have one."),
  }),
  AudiencePage: pageSchema("Lists and filters, newest first.", "Audience"),
  AudienceMember: viewSchema<AudienceMember>("Somebody in a list.", {
    id: text("The member's id.", { pattern: memberIdForm.source }),
    reference: optional(text("Your own name for this person.")),
    addresses: { type: "object", description: "Addresses by kind.", additionalProperties: { type: "string" } },
    variables: optional({ type: "object", description: "Values for templated content." }),
    locale: optional(text("BCP 47 language tag.")),
    timeZone: optional(text("IANA time zone name.")),
  }),
  AudienceMemberPage: pageSchema("Members in the order in which they came.", "AudienceMember"),
  AddedMembers: viewSchema<AddedMembers>("What became of the people.", {
    added: count("Who was not in the list before."),
    updated: count("Who was, and is brought up to date."),
    members: count("How many are in it now."),
  }),
  AudiencePush: viewSchema<AudiencePush>("A list on its way into an audience at a provider.", {
    id: text("The push's id.", { pattern: pushIdForm.source }),
    audienceId: text("The list's id.", { pattern: audienceIdForm.source }),
    account: text("The account at whose provider it is."),
    name: text("Of the provider's audience; ends in a mark of this push."),
    status: word<PushStatus>("How far it is.", {
      adding: "ids are on their way",
      waiting: "the provider has them all and prepares its audience",
      ready: "messages can go to it",
      failed: "it will not be; `error` says why",
    }),
    total: count("Addresses to add, each once."),
    added: count("How many of them the provider has taken."),
    skipped: count("How many of them it never takes, such as groups."),
    providerAudienceId: optional(text("The provider's id; absent until it has made the audience.")),
    providerStatus: optional(oneOf("As the provider last said.", providerAudienceStatuses)),
    error: optional(named("PushError")),
    createdAt: time("When it was asked for."),
    updatedAt: time("When it last came further."),
  }),
  PushError: viewSchema<PushError>("Why a push failed, or why a part of it is tried again.", {
    class: oneOf("What follows from it.", Object.keys(errorConsequences)),
    code: text("The provider's own code or a stable word for it."),
    detail: text("A sentence for people."),
  }),
  AudiencePushPage: pageSchema("Pushes, newest first.", "AudiencePush"),
};
