import { ConsentListQueryDto, ContactChangesDto, ContactDto, ContactListQueryDto } from "../dto/contacts-dto.ts";
import { bodyRefusals } from "./body-refusals.ts";
import type { Operation } from "./operations.ts";

const contactExample = {
  reference: "c-17",
  addresses: { line: "U4af4980629f1ca5c9f4a1d0b7d8a9f10", phone: "+819012345678" },
  attributes: { city: "Chiang Mai", visits: 12 },
  timeZone: "Asia/Bangkok",
};

/** The endpoints that show and change whom we know, and read providers' lists of people. */
export const contactsOperations: readonly Operation[] = [
  {
    id: "listContacts",
    method: "get",
    path: "/v1/contacts",
    scope: "contacts:read",
    tag: "Contacts",
    summary: "List whom we know",
    description: "People and groups that did something, that a provider listed, or that you told of; newest first.",
    query: ContactListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "ContactPage" } },
    refusals: ["malformed-request"],
  },
  {
    id: "storeContact",
    method: "post",
    path: "/v1/contacts",
    scope: "contacts:write",
    tag: "Contacts",
    summary: "Make or change a contact",
    description:
      "Changes the contact that has the `reference` or any of the addresses, or makes one. A contact of which nothing was " +
      "known but an address that its provider told becomes part of the one that is meant. 409 where two contacts are meant, or one " +
      "with another `reference`.",
    body: ContactDto,
    example: contactExample,
    answer: { status: 200, description: "The contact as it is now.", content: { schema: "ContactDetail" }, headers: { location: "The contact's path." } },
    refusals: [...bodyRefusals, "contact-conflict"],
  },
  {
    id: "getContact",
    method: "get",
    path: "/v1/contacts/{id}",
    scope: "contacts:read",
    tag: "Contacts",
    summary: "See what is known of a person or a group",
    answer: { status: 200, description: "The contact.", content: { schema: "ContactDetail" } },
    refusals: ["not-found"],
  },
  {
    id: "changeContact",
    method: "patch",
    path: "/v1/contacts/{id}",
    scope: "contacts:write",
    tag: "Contacts",
    summary: "Change a contact",
    description: "What is not given stays. Null takes away.",
    body: ContactChangesDto,
    example: { attributes: { city: "Osaka" }, locale: null },
    answer: { status: 200, description: "The contact as it is now.", content: { schema: "ContactDetail" } },
    refusals: [...bodyRefusals, "not-found", "contact-conflict"],
  },
  {
    id: "eraseContact",
    method: "delete",
    path: "/v1/contacts/{id}",
    scope: "contacts:write",
    tag: "Contacts",
    summary: "Erase a person",
    description:
      "The contact is gone at once, with addresses, attributes, consents and its places in lists, and what has not gone out to it is cancelled. " +
      "Who it was is then overwritten in deliveries, attempts and inbound events, while counts and outcomes stay. Suppressions stay.",
    answer: {
      status: 202,
      description: "Gone, and being overwritten elsewhere.",
      content: { schema: "Erasure" },
      headers: { location: "The erasure's path." },
    },
    refusals: ["not-found"],
  },
  {
    id: "getErasure",
    method: "get",
    path: "/v1/erasures/{id}",
    scope: "contacts:read",
    tag: "Contacts",
    summary: "See how far an erasure is",
    answer: { status: 200, description: "The erasure with its counts.", content: { schema: "Erasure" } },
    refusals: ["not-found"],
  },
  {
    id: "listConsents",
    method: "get",
    path: "/v1/contacts/{id}/consents",
    scope: "contacts:read",
    tag: "Contacts",
    summary: "See what a contact ever said of messages",
    description: "In the order in which it was told here. What holds now stands in the contact.",
    query: ConsentListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "ConsentPage" } },
    refusals: ["malformed-request", "not-found"],
  },
  {
    id: "importFollowers",
    method: "post",
    path: "/v1/accounts/{id}/followers/import",
    scope: "contacts:write",
    tag: "Contacts",
    summary: "Make contacts of everybody whom a provider lists",
    description:
      "Reads the list page by page in the background, through restarts too. While one import of the account is under way, it " +
      "is the answer. LINE lists friends for verified and premium accounts only.",
    answer: {
      status: 202,
      description: "Begun, or under way already.",
      content: { schema: "ContactImport" },
      headers: { location: "The import's path." },
    },
    refusals: ["not-found", "not-offered"],
  },
  {
    id: "getImport",
    method: "get",
    path: "/v1/imports/{id}",
    scope: "contacts:read",
    tag: "Contacts",
    summary: "See how far an import is",
    answer: { status: 200, description: "The import with its counts.", content: { schema: "ContactImport" } },
    refusals: ["not-found"],
  },
];
