import { describe, expect, test } from "vitest";
import type { Content, JsonObject } from "@todoke/core";
import { renderContent } from "./render-content.ts";

const url = "https://example.com/a.png";

function problemsOf(content: Content) {
  const rendered = renderContent(content);
  return rendered.ok ? [] : rendered.problems.map(({ pointer, code }) => `${pointer} ${code}`);
}

function native(payload: JsonObject): Content {
  return { type: "native", channel: "line", payload };
}

describe("what each content becomes", () => {
  test.each<[string, Content, JsonObject]>([
    ["text", { type: "text", text: "Hi {{ name }}" }, { type: "text", text: "Hi {{ name }}" }],
    [
      "an image without a preview",
      { type: "image", url },
      { type: "image", originalContentUrl: url, previewImageUrl: url },
    ],
    ["audio", { type: "audio", url, durationMs: 1500 }, { type: "audio", originalContentUrl: url, duration: 1500 }],
    [
      "a location",
      { type: "location", title: "Here", address: "1-2-3", latitude: 35.6, longitude: 139.7 },
      { type: "location", title: "Here", address: "1-2-3", latitude: 35.6, longitude: 139.7 },
    ],
    [
      "buttons",
      {
        type: "buttons",
        title: "Order",
        text: "Ready",
        imageUrl: url,
        buttons: [
          { label: "Open", url },
          { label: "Thanks", text: "Thank you" },
          { label: "Cancel", postback: "cancel=1" },
        ],
      },
      {
        type: "template",
        altText: "Order\nReady",
        template: {
          type: "buttons",
          thumbnailImageUrl: url,
          title: "Order",
          text: "Ready",
          actions: [
            { type: "uri", label: "Open", uri: url },
            { type: "message", label: "Thanks", text: "Thank you" },
            { type: "postback", label: "Cancel", data: "cancel=1" },
          ],
        },
      },
    ],
    [
      "a carousel",
      { type: "carousel", altText: "Two", cards: [{ text: "One", buttons: [{ label: "Open", url }] }] },
      {
        type: "template",
        altText: "Two",
        template: { type: "carousel", columns: [{ text: "One", actions: [{ type: "uri", label: "Open", uri: url }] }] },
      },
    ],
  ])("%s", (_name, content, message) => {
    expect(renderContent(content)).toEqual({ ok: true, payload: { messages: [message] }, endpoint: "push", lost: [] });
  });

  test("an alternative text is lost, and said to be", () => {
    const rendered = renderContent({ type: "image", url, altText: "A cat" });
    expect(rendered).toMatchObject({ ok: true, lost: [expect.stringContaining("alternative text")] });
  });

  test("native messages pass as they are, of types that are not known yet too", () => {
    const payload = {
      messages: [
        { type: "sticker", packageId: "446", stickerId: "1988" },
        { type: "hologram", depth: 3 },
      ],
      notificationDisabled: true,
      customAggregationUnits: ["summer_2026"],
    };
    expect(renderContent(native(payload))).toEqual({ ok: true, payload, endpoint: "push", lost: [] });
  });
});

describe("what is refused before any call, and where", () => {
  const open = { label: "Open", url };
  const card = { text: "One", buttons: [open] };

  test.each<[string, Content, readonly string[]]>([
    ["an empty text", { type: "text", text: "" }, ["/text empty"]],
    ["a text of 5001 units", { type: "text", text: "x".repeat(5001) }, ["/text too-long"]],
    ["2501 apples, which are 5002 units", { type: "text", text: "🍎".repeat(2501) }, ["/text too-long"]],
    ["an image over http", { type: "image", url: "http://example.com/a.png" }, ["/url wrong-address"]],
    ["an address that is not encoded", { type: "image", url: "https://example.com/画像.png" }, ["/url not-encoded"]],
    ["audio without a length", { type: "audio", url, durationMs: 0 }, ["/durationMs out-of-range"]],
    [
      "a place that is nowhere",
      { type: "location", title: "x".repeat(101), address: "a", latitude: 91, longitude: 0 },
      ["/title too-long", "/latitude out-of-range"],
    ],
    ["five buttons", { type: "buttons", text: "a", buttons: [open, open, open, open, open] }, ["/buttons/4 too-many"]],
    ["no button", { type: "buttons", text: "a", buttons: [] }, ["/buttons too-few"]],
    [
      "a label of 21 characters",
      { type: "buttons", text: "a", buttons: [{ label: "👨‍👩‍👧‍👦".repeat(21), url }] },
      ["/buttons/0/label too-long"],
    ],
    [
      "61 characters beside a title",
      { type: "buttons", title: "t", text: "x".repeat(61), buttons: [open] },
      ["/text too-long"],
    ],
    ["161 characters", { type: "buttons", text: "x".repeat(161), buttons: [open] }, ["/text too-long"]],
    [
      "a button to nowhere",
      { type: "buttons", text: "a", buttons: [{ label: "Go", url: "ftp://example.com" }] },
      ["/buttons/0/url wrong-address"],
    ],
    [
      "a postback of 301 units",
      { type: "buttons", text: "a", buttons: [{ label: "Go", postback: "x".repeat(301) }] },
      ["/buttons/0/postback too-long"],
    ],
    ["an empty button text", { type: "buttons", text: "", buttons: [open] }, ["/text empty"]],
    [
      "cards that differ",
      { type: "carousel", altText: "a", cards: [card, { ...card, title: "Two", buttons: [open, open] }] },
      ["/cards/1/buttons inconsistent", "/cards/1/title inconsistent"],
    ],
    [
      "eleven cards",
      { type: "carousel", altText: "a", cards: Array.from({ length: 11 }, () => card) },
      ["/cards/10 too-many"],
    ],
    ["a notification", { type: "notification", templateKey: "shipment_completed_ja" }, ["/type unsupported-content"]],
    ["another channel's payload", { type: "native", channel: "sms", payload: {} }, ["/channel other-channel"]],
    [
      "six messages",
      native({ messages: Array(6).fill({ type: "text", text: "a" }) }),
      ["/payload/messages/5 too-many"],
    ],
    ["no messages", native({ messages: [] }), ["/payload/messages too-few"]],
    [
      "an address of its own",
      native({ to: "U1", messages: [{ type: "text", text: "a" }] }),
      ["/payload/to unknown-field"],
    ],
    [
      "a field with a slash",
      native({ messages: [{ type: "text", text: "a" }], "a/b": 1 }),
      ["/payload/a~1b unknown-field"],
    ],
    ["a message without a type", native({ messages: [{ text: "a" }] }), ["/payload/messages/0/type required"]],
    ["a message that is none", native({ messages: ["a"] }), ["/payload/messages/0 wrong-type"]],
    [
      "two aggregation units",
      native({ messages: [{ type: "text", text: "a" }], customAggregationUnits: ["a", "b"] }),
      ["/payload/customAggregationUnits/1 too-many"],
    ],
    [
      "a unit with a hyphen",
      native({ messages: [{ type: "text", text: "a" }], customAggregationUnits: ["a-b"] }),
      ["/payload/customAggregationUnits/0 wrong-format"],
    ],
    [
      "a confirm template with one action",
      native({
        messages: [
          {
            type: "template",
            altText: "a",
            template: { type: "confirm", text: "a", actions: [{ type: "message", label: "a", text: "a" }] },
          },
        ],
      }),
      ["/payload/messages/0/template/actions too-few"],
    ],
    [
      "fourteen quick replies",
      native({
        messages: [
          {
            type: "text",
            text: "a",
            quickReply: { items: Array(14).fill({ type: "action", action: { type: "location", label: "a" } }) },
          },
        ],
      }),
      ["/payload/messages/0/quickReply/items/13 too-many"],
    ],
    [
      "a Flex bubble of more than 30 KB",
      native({ messages: [{ type: "flex", altText: "a", contents: { type: "bubble", note: "x".repeat(31_000) } }] }),
      ["/payload/messages/0/contents too-long"],
    ],
  ])("%s", (_name, content, expected) => {
    expect(problemsOf(content)).toEqual(expected);
  });

  test("a detail never repeats what was written", () => {
    const rendered = renderContent({ type: "image", url: "http://secret.example/token" });
    expect(JSON.stringify(rendered)).not.toContain("secret");
  });
});

test("160 families fit into the text of buttons, and their alternative text is cut between two of them", () => {
  const content: Content = { type: "buttons", text: "👨‍👩‍👧‍👦".repeat(160), buttons: [{ label: "Go", url }] };
  const rendered = renderContent(content);
  expect(rendered.ok && rendered.payload).toMatchObject({ messages: [{ altText: "👨‍👩‍👧‍👦".repeat(136) }] });
});
