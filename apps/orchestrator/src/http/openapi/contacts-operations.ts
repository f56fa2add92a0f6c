import { ContactListQueryDto } from "../dto/contacts-dto.ts";
import type { Operation } from "./operations.ts";

/** The endpoints that show whom we know, and read providers' lists of people. */
export const contactsOperations: readonly Operation[] = [
  {
    id: "listContacts",
    method: "get",
    path: "/v1/contacts",
    scope: "contacts:read",
    tag: "Contacts",
    summary: "List whom we know",
    description: "People and groups that did something, or that a provider listed; newest first.",
    query: ContactListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "ContactPage" } },
    refusals: ["malformed-request"],
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
