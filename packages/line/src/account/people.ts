import { callOptions, type LineCallOptions } from "../call-options.ts";
import type { LineApi } from "../line-api.ts";
import { refuseUnable, type AccountTerms } from "./account-terms.ts";
import { readPages } from "./pages.ts";

/**
 * User ids, fetched page by page as they are asked for. LINE answers verified and premium accounts only; others get
 * class `sender`, and learn ids from webhooks.
 */
export async function* listFollowers(
  api: LineApi,
  account: AccountTerms,
  options?: LineCallOptions,
): AsyncGenerator<string, void, undefined> {
  refuseUnable("followers", account);
  yield* readPages("userIds", (start) => api("followers", { query: { limit: 1000, start } }, callOptions(options)));
}

/** As {@link listFollowers}, for the members of a group or room that the account is in. */
export function listMembers(
  api: LineApi,
  endpoint: "group-members" | "room-members",
  chatId: string,
  options?: LineCallOptions,
): AsyncGenerator<string, void, undefined> {
  const subPath = `/${encodeURIComponent(chatId)}/members/ids`;
  return readPages("memberIds", (start) => api(endpoint, { subPath, query: { start } }, callOptions(options)));
}
