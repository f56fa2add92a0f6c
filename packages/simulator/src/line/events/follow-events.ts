import type { Person } from "../../people.ts";
import type { LineChannel } from "../line-channel.ts";
import { postEvents } from "./raise-events.ts";

/** Posts the webhook that goes with a person's change of mind, if there is one: `follow` or `unfollow`. */
export function reportFollow(line: LineChannel, before: Person, after: Person): void {
  const userId = after.lineUserId;
  if (userId === undefined || before.line === after.line) return;
  const source = { type: "user", userId };
  if (after.line === "blocked") postEvents(line, [{ type: "unfollow", source }], [userId]);
  if (after.line === "friend" && before.line !== undefined) {
    const replyToken = line.replyTokens.issue(userId);
    const follow = { isUnblocked: before.line === "blocked" };
    postEvents(line, [{ type: "follow", source, replyToken, follow }], [userId]);
  }
}
