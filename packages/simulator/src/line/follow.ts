import type { Person } from "../people.ts";
import type { LineChannel } from "./line-channel.ts";

/** Posts the webhook that goes with a person's change of mind, if there is one: `follow` or `unfollow`. */
export function reportFollow(line: LineChannel, before: Person, after: Person): void {
  const wasFriend = (before.line ?? "friend") === "friend";
  const isFriend = (after.line ?? "friend") === "friend";
  const blocks = after.line === "blocked" && before.line !== "blocked";
  const userId = after.lineUserId;
  if (userId === undefined || !(blocks || (isFriend && !wasFriend))) return;
  const source = { type: "user", userId };
  const event = blocks
    ? { type: "unfollow", source }
    : {
        type: "follow",
        source,
        replyToken: `reply${line.webhook.createId()}`,
        follow: { isUnblocked: before.line === "blocked" },
      };
  const { callbacks, clock } = line.simulation;
  callbacks.schedule([{ dueAt: clock.now(), build: () => line.webhook.event(event) }]);
}
