import type { Directory } from "@todoke/core";
import type { LineApi } from "../line-api.ts";
import { refuseUnable, type AccountTerms } from "./account-terms.ts";
import { readPage } from "./pages.ts";

/** "Messaging API reference", Get a list of users who added your LINE Official Account as a friend. */
const cursorLifetimeMs = 24 * 60 * 60 * 1000;

/** User ids page by page: up to 1,000 friends, up to 100 members of a group (`C…`) or room (`R…`). */
export function createDirectory(api: LineApi, account: AccountTerms): Directory {
  return {
    addressKind: "line",
    cursorLifetimeMs,
    providerCode: "follower",
    friends: async (cursor, options) => {
      refuseUnable("followers", account);
      return readPage("userIds", await api("followers", { query: { limit: 1000, start: cursor } }, options));
    },
    members: async (group, cursor, options) => {
      const endpoint = group.startsWith("R") ? "room-members" : "group-members";
      const subPath = `/${encodeURIComponent(group)}/members/ids`;
      return readPage("memberIds", await api(endpoint, { subPath, query: { start: cursor } }, options));
    },
  };
}
