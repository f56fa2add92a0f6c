import type { Person } from "../people.ts";
import type { LineChannel } from "./line-channel.ts";

/** Posts the webhook that goes with a person's change of mind, if there is one: `follow` or `unfollow`. */
export function reportFollow(line: LineChannel, before: Person, after: Person): void {
  const userId = after.lineUserId;
  if (userId === undefined || before.line === after.line) return;
  if (after.line === "blocked") post(line, userId, { type: "unfollow" });
  if (after.line === "friend" && before.line !== undefined) {
    const replyToken = line.replyTokens.issue(userId);
    post(line, userId, { type: "follow", replyToken, follow: { isUnblocked: before.line === "blocked" } });
  }
}

/** Posts the webhook of a text that a person writes to the account. */
export function reportText(line: LineChannel, userId: string, text: string): void {
  const message = { type: "text", text };
  const [sent] = line.messageIds.assign([message]);
  post(line, userId, {
    type: "message",
    replyToken: line.replyTokens.issue(userId),
    message: { ...message, ...sent },
  });
}

function post(line: LineChannel, userId: string, event: Readonly<Record<string, unknown>>): void {
  const { callbacks, clock } = line.simulation;
  const source = { type: "user", userId };
  callbacks.schedule([{ dueAt: clock.now(), build: () => line.webhook.event({ ...event, source }) }]);
}
