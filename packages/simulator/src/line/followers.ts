import type { Outcome } from "../serve.ts";
import { answerJson, refusals, refuse } from "./errors.ts";
import type { LineCall, LineEndpoint } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";
import { pageOf } from "./pages.ts";
import { friendsAmong } from "./reach.ts";

/** GET /v2/bot/followers/ids: for verified accounts only. */
export const followers: LineEndpoint = { name: "followers", handle };

/** "Messaging API reference", Get a list of users who added your LINE Official Account as a friend. */
const pageSize = { usual: 300, most: 1_000 };

function handle(line: LineChannel, { query }: LineCall): Outcome {
  if (line.options.verified === false) return refusals.notAvailable;
  const limit = Number(query["limit"] ?? pageSize.usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > pageSize.most) {
    return refuse(400, "The value for the 'limit' parameter is invalid");
  }
  const { clock, people } = line.simulation;
  const userIds = friendsAmong(people.lineUsers()).map(({ lineUserId }) => lineUserId);
  const page = pageOf(clock, userIds, limit, query["start"]);
  if (page === undefined) return refuse(400, "The value for the 'start' parameter is invalid");
  return answerJson(200, { userIds: page.items, next: page.next });
}
