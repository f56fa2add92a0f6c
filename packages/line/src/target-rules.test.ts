import { expect, test } from "vitest";
import type { JsonObject } from "@todoke/core";
import { checkForTarget, describeTargetRules, type MessageTarget } from "./target-rules.ts";

const quote = { type: "text", text: "Yes", quoteToken: "q3Plxr4AgKd" };
const everybody = { type: "mention", mentionee: { type: "all" } };
const mention = { type: "textV2", text: "{who}", substitution: { who: everybody } };
const emoji = { type: "textV2", text: "{e}", substitution: { e: { type: "emoji", productId: "p", emojiId: "1" } } };
const tracked = { type: "video", trackingId: "t1" };

test.each<[string, JsonObject, readonly MessageTarget[]]>([
  ["a quote", quote, ["user", "group", "reply"]],
  ["a mention", mention, ["group", "reply"]],
  ["an emoji", emoji, ["user", "group", "many", "reply"]],
  ["a video that is tracked", tracked, ["user", "many", "reply"]],
])("%s goes where LINE takes it", (_name, message, allowed) => {
  const targets = ["user", "group", "many", "reply"] as const;
  const open = targets.filter((target) => checkForTarget({ messages: [message] }, target, "").length === 0);
  expect(open).toEqual(allowed);
});

test("the field is pointed at, and the words are known before the target is", () => {
  const payload = { messages: [{ type: "text", text: "a" }, quote] };
  expect(checkForTarget(payload, "many", "/payload")).toMatchObject([
    { pointer: "/payload/messages/1/quoteToken", code: "forbidden-here" },
  ]);
  expect(describeTargetRules(payload)).toHaveLength(1);
  expect(describeTargetRules({})).toEqual([]);
});
