import { describe, expect, test } from "vitest";
import type { JsonObject } from "@todoke/core";
import { checkPushPayload, describeHidden } from "./check-payload.ts";

const url = "https://example.com/a.png";
const label = "Open";
const tap = { type: "uri", label, uri: url };
const area = { x: 0, y: 0, width: 1040, height: 520 };
const family = "👨‍👩‍👧‍👦";

const template = (fields: JsonObject) => ({ type: "template", altText: "a", template: fields });
const buttons = (...actions: readonly JsonObject[]) => template({ type: "buttons", text: "a", actions });
const flex = (contents: JsonObject) => ({ type: "flex", altText: "a", contents });
const bubble = (fields: JsonObject) => flex({ type: "bubble", ...fields });
const box = (...contents: readonly JsonObject[]) => ({ type: "box", layout: "vertical", contents });
const imagemap = (fields: JsonObject) => ({
  type: "imagemap",
  baseUrl: "https://example.com/map",
  altText: "a",
  baseSize: { width: 1040, height: 520 },
  actions: [],
  ...fields,
});
const says = (words: string, substitution: JsonObject = {}) => ({ type: "textV2", text: words, substitution });
const mention = (userId = `U${"a".repeat(32)}`) => ({ type: "mention", mentionee: { type: "user", userId } });
const emoji = { type: "emoji", productId: "5ac1bfd5040ab15980c9b435", emojiId: "002" };
const quick = (...actions: readonly JsonObject[]) => ({
  type: "text",
  text: "a",
  quickReply: { items: actions.map((action) => ({ type: "action", action })) },
});
const keyed = (count: number, value: JsonObject) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));

function problemsOf(message: JsonObject) {
  return checkPushPayload({ messages: [message] }, "").map(
    ({ pointer, code }) => `${pointer.replace("/messages/0", "")} ${code}`,
  );
}

describe("messages that LINE takes", () => {
  test.each<[string, JsonObject]>([
    ["emoji in the places of $", { type: "text", text: "🍎 $", emojis: [{ ...emoji, index: 3 }] }],
    ["mentions, emoji and doubled braces", says("{{{who}}} {e} {{x}}", { who: mention(), e: emoji })],
    ["a mention of all", says("{all}", { all: { type: "mention", mentionee: { type: "all" } } })],
    ["a quoting sticker", { type: "sticker", packageId: "446", stickerId: "1988", quoteToken: "q" }],
    ["a coupon", { type: "coupon", couponId: "01JYNW8JMQVFBNWF1APF8Z3FS7", deliveryTag: "summer_2026" }],
    [
      "an imagemap with each action and a video",
      imagemap({
        actions: [
          { type: "uri", area, linkUri: url, label },
          { type: "message", area, text: family.repeat(400) },
          { type: "clipboard", area, clipboardText: "code" },
        ],
        video: { originalContentUrl: url, previewImageUrl: url, area, externalLink: { linkUri: url, label } },
      }),
    ],
    ["labels of 20 characters, however long each is", buttons({ ...tap, label: family.repeat(20) })],
    [
      "each action of a template",
      buttons(
        { type: "postback", label, data: "a=1", displayText: "One", inputOption: "openKeyboard", fillInText: "1" },
        { type: "message", label, text: "One" },
        {
          type: "datetimepicker",
          label,
          data: "a",
          mode: "datetime",
          min: "2026-01-01t00:00",
          max: "2026-12-31T23:59",
        },
        { type: "clipboard", label, clipboardText: "code" },
      ),
    ],
    ["a confirmation", template({ type: "confirm", text: "Sure?", actions: [tap, tap] })],
    [
      "pictures with and without labels",
      template({ type: "image_carousel", columns: [{ imageUrl: url, action: { type: "uri", uri: url } }] }),
    ],
    ["13 quick replies, cameras among them", quick(...Array.from({ length: 13 }, () => ({ type: "camera", label })))],
    ["a sender", { type: "text", text: "a", sender: { name: "Online shop", iconUrl: url } }],
    [
      "a Flex bubble with every block",
      bubble({
        size: "giga",
        header: box({ type: "text", text: "a" }),
        hero: { type: "video", url, previewUrl: url, altContent: { type: "image", url }, aspectRatio: "20:13" },
        body: box(
          {
            type: "box",
            layout: "baseline",
            contents: [
              { type: "icon", url },
              { type: "text", text: "4.0" },
            ],
          },
          { type: "text", contents: [{ type: "span", text: "a" }] },
          { type: "separator" },
          { type: "image", url, aspectRatio: "1:3" },
        ),
        footer: box({ type: "button", action: { ...tap, label: "x".repeat(40) } }),
      }),
    ],
    ["a Flex component that LINE adds later", bubble({ body: box({ type: "hologram" }) })],
    ["a message that LINE adds later", { type: "hologram", quoteToken: "q" }],
  ])("%s", (_name, message) => {
    expect(problemsOf(message)).toEqual([]);
  });
});

describe("messages that are refused, and where", () => {
  test.each<[string, JsonObject, readonly string[]]>([
    [
      "an emoji where no $ is",
      { type: "text", text: "a", emojis: [{ ...emoji, index: 0 }] },
      ["/emojis/0/index wrong-index"],
    ],
    [
      "an emoji without a product",
      { type: "text", text: "$", emojis: [{ index: 0, emojiId: "1" }] },
      ["/emojis/0/productId required"],
    ],
    ["a brace alone", says("{"), ["/text single-brace"]],
    ["a key that stands for nothing", says("{toString}"), ["/text unknown-key"]],
    ["a key with a space", says("a", { "a b": emoji }), ["/substitution/a b wrong-format"]],
    ["a mention by name", says("{a}", { a: mention("Aiko") }), ["/substitution/a/mentionee/userId wrong-format"]],
    ["21 mentions", says("a", keyed(21, mention())), ["/substitution too-many"]],
    ["21 emoji", says("a", keyed(21, emoji)), ["/substitution too-many"]],
    ["101 keys", says("a", keyed(101, { type: "hologram" })), ["/substitution too-many"]],
    ["a sticker by number", { type: "sticker", packageId: 446, stickerId: "1" }, ["/packageId wrong-type"]],
    [
      "a quoting picture",
      { type: "image", originalContentUrl: url, previewImageUrl: url, quoteToken: "q" },
      ["/quoteToken forbidden-here"],
    ],
    [
      "a sender in LINE's name",
      { type: "text", text: "a", sender: { name: "LINE staff" } },
      ["/sender/name forbidden-word"],
    ],
    ["14 quick replies", quick(...Array.from({ length: 14 }, () => tap)), ["/quickReply/items/13 too-many"]],
    ["a quick reply without a label", quick({ type: "camera" }), ["/quickReply/items/0/action/label required"]],
    ["a camera in a template", buttons({ type: "camera", label }), ["/template/actions/0/type forbidden-type"]],
    ["a rich menu's action", buttons({ type: "richmenuswitch", label }), ["/template/actions/0/type forbidden-type"]],
    [
      "a postback that says two things",
      buttons({ type: "postback", label, data: "a", displayText: "b", text: "c" }),
      ["/template/actions/0/text contradiction"],
    ],
    [
      "a time in the format of a date",
      buttons({ type: "datetimepicker", label, data: "a", mode: "time", initial: "2026-01-01" }),
      ["/template/actions/0/initial wrong-format"],
    ],
    [
      "a picker that ends before it begins",
      buttons({ type: "datetimepicker", label, data: "a", mode: "date", min: "2026-02-01", max: "2026-01-31" }),
      ["/template/actions/0/max out-of-order"],
    ],
    [
      "a mode that is none",
      buttons({ type: "datetimepicker", label, data: "a", mode: "constructor" }),
      ["/template/actions/0/mode not-a-choice"],
    ],
    [
      "a background that is no colour",
      template({ type: "buttons", text: "a", actions: [tap], imageBackgroundColor: "red" }),
      ["/template/imageBackgroundColor wrong-format"],
    ],
    [
      "one answer to a confirmation",
      template({ type: "confirm", text: "a", actions: [tap] }),
      ["/template/actions too-few"],
    ],
    ["an imagemap whose picture has an extension", imagemap({ baseUrl: url }), ["/baseUrl wrong-address"]],
    [
      "an imagemap of another width",
      imagemap({ baseSize: { width: 1024, height: 1 } }),
      ["/baseSize/width out-of-range"],
    ],
    [
      "an imagemap action without a place",
      imagemap({ actions: [{ type: "uri", linkUri: url }] }),
      ["/actions/0/area required"],
    ],
    [
      "an imagemap video without a place",
      imagemap({ video: { originalContentUrl: url, previewImageUrl: url } }),
      ["/video/area required"],
    ],
    ["a bubble of 31 KB", bubble({ body: box({ type: "text", text: "あ".repeat(10_400) }) }), ["/contents too-long"]],
    ["a size that is none", bubble({ size: "huge" }), ["/contents/size not-a-choice"]],
    ["a text as body", bubble({ body: { type: "text", text: "a" } }), ["/contents/body/type forbidden-type"]],
    ["a text without words", bubble({ body: box({ type: "text" }) }), ["/contents/body/contents/0/text required"]],
    [
      "a button without an action",
      bubble({ body: box({ type: "button" }) }),
      ["/contents/body/contents/0/action required"],
    ],
    [
      "an icon off the baseline",
      bubble({ body: box({ type: "icon", url }) }),
      ["/contents/body/contents/0/type forbidden-type"],
    ],
    [
      "a span in a box",
      bubble({ body: box({ type: "span", text: "a" }) }),
      ["/contents/body/contents/0/type forbidden-type"],
    ],
    [
      "a picture too high",
      bubble({ hero: { type: "image", url, aspectRatio: "1:4" } }),
      ["/contents/hero/aspectRatio wrong-format"],
    ],
    [
      "a ratio that is none",
      bubble({ hero: { type: "image", url, aspectRatio: "wide" } }),
      ["/contents/hero/aspectRatio wrong-format"],
    ],
    [
      "video in a narrow bubble",
      bubble({ size: "nano", hero: { type: "video", url, previewUrl: url, altContent: box() } }),
      ["/contents/hero/type forbidden-type"],
    ],
    [
      "video without a stand-in",
      bubble({ hero: { type: "video", url, previewUrl: url } }),
      ["/contents/hero/altContent required"],
    ],
    [
      "video in a carousel",
      flex({
        type: "carousel",
        contents: [{ type: "bubble", hero: { type: "video", url, previewUrl: url, altContent: box() } }],
      }),
      ["/contents/contents/0/hero/type forbidden-type"],
    ],
    [
      "bubbles of two widths",
      flex({
        type: "carousel",
        contents: [{ type: "bubble" }, { type: "bubble", size: "mega" }, { type: "bubble", size: "kilo" }],
      }),
      ["/contents/contents/2/size inconsistent"],
    ],
    [
      "13 bubbles",
      flex({ type: "carousel", contents: Array.from({ length: 13 }, () => ({ type: "bubble" })) }),
      ["/contents/contents/12 too-many"],
    ],
    [
      "11 pictures that move",
      bubble({ body: box(...Array.from({ length: 11 }, () => ({ type: "image", url, animated: true }))) }),
      ["/contents too-many"],
    ],
  ])("%s", (_name, message, problems) => {
    expect(problemsOf(message)).toEqual(problems);
  });
});

test("quick replies that nobody will see are told of", () => {
  const asked = quick(tap);
  expect(describeHidden({ messages: [asked, asked] })).toHaveLength(1);
  expect(describeHidden({ messages: [{ type: "text", text: "a" }, asked] })).toEqual([]);
});
