import type { Content } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { renderSmsText } from "./text.ts";

function render(content: Content) {
  return renderSmsText(content, { nativeField: "body", maxLength: 1_600 });
}

function textOf(content: Content): string | undefined {
  const result = render(content);
  return result.ok ? result.text : undefined;
}

function problemsOf(content: Content) {
  const result = render(content);
  return result.ok ? [] : result.problems.map(({ pointer, code }) => ({ pointer, code }));
}

describe("renderSmsText", () => {
  it("sends text as it was written", () => {
    const text = "  Hi {{ name }}\n100% *sure*  ";
    expect(render({ type: "text", text })).toEqual({ ok: true, text, lost: [] });
  });

  it.each([
    ["", "empty-text"],
    [" \n", "empty-text"],
    ["a".repeat(1601), "text-too-long"],
    ["😀".repeat(801), "text-too-long"],
  ])("refuses text %# by name", (text, code) => {
    expect(problemsOf({ type: "text", text })).toEqual([{ pointer: "/text", code }]);
  });

  it("takes the longest text that the rules allow", () => {
    expect(render({ type: "text", text: "あ".repeat(1600) }).ok).toBe(true);
  });

  it("sends an image as what it shows and a link", () => {
    const content: Content = { type: "image", url: "https://example.com/a.jpg", altText: "Our new shop" };
    expect(textOf(content)).toBe("Our new shop\nhttps://example.com/a.jpg");
    expect(render(content)).toMatchObject({ lost: ["the image is sent as a link"] });
  });

  it("sends a video or sound without a description as a link", () => {
    const url = "https://example.com/a";
    expect(textOf({ type: "video", url, previewUrl: "https://example.com/p.jpg" })).toBe(url);
    expect(textOf({ type: "audio", url, durationMs: 1000 })).toBe(url);
  });

  it("sends a location as title and address", () => {
    const place = { title: "Shop", address: "1-2-3 Ginza", latitude: 35.6, longitude: 139.7 };
    const content: Content = { type: "location", ...place };
    expect(textOf(content)).toBe("Shop\n1-2-3 Ginza");
    expect(render(content)).toMatchObject({ lost: [expect.stringContaining("map")] });
  });

  it("sends buttons as links and names those that are lost", () => {
    const content: Content = {
      type: "buttons",
      title: "Your table",
      text: "Tonight at 7",
      imageUrl: "https://example.com/table.jpg",
      buttons: [
        { label: "Change", url: "https://example.com/change" },
        { label: "Thanks", text: "Thanks!" },
        { label: "Cancel", postback: "cancel=1" },
      ],
    };
    expect(textOf(content)).toBe("Your table\nTonight at 7\nChange: https://example.com/change");
    expect(render(content)).toMatchObject({
      lost: ["images are left out", "buttons are sent as links", "buttons that open no address are left out"],
    });
  });

  it("sends the cards of a carousel one below the other", () => {
    const card = (text: string) => ({ text, buttons: [{ label: "Open", url: `https://example.com/${text}` }] });
    expect(textOf({ type: "carousel", altText: "Two things", cards: [card("one"), card("two")] })).toBe(
      "one\nOpen: https://example.com/one\n\ntwo\nOpen: https://example.com/two",
    );
  });

  it("refuses composed content that is too long as a whole", () => {
    const buttons = [{ label: "Open", url: "https://example.com" }];
    const content: Content = { type: "buttons", text: "a".repeat(1590), buttons };
    expect(problemsOf(content)).toEqual([{ pointer: "", code: "text-too-long" }]);
  });

  it("refuses notification templates", () => {
    expect(problemsOf({ type: "notification", templateKey: "shipping" })).toEqual([
      { pointer: "/type", code: "unsupported-content" },
    ]);
  });

  it("passes native content on", () => {
    expect(textOf({ type: "native", channel: "sms", payload: { body: "Hi" } })).toBe("Hi");
  });

  it.each([
    [{ type: "native", channel: "line", payload: { body: "Hi" } }, "/channel", "wrong-channel"],
    [{ type: "native", channel: "sms", payload: {} }, "/payload/body", "not-a-string"],
    [{ type: "native", channel: "sms", payload: { body: 1 } }, "/payload/body", "not-a-string"],
    [{ type: "native", channel: "sms", payload: { body: "" } }, "/payload/body", "empty-text"],
    [{ type: "native", channel: "sms", payload: { body: "Hi", "a/b": 1 } }, "/payload/a~1b", "unknown-field"],
  ] as const)("refuses native content %#", (content, pointer, code) => {
    expect(problemsOf(content)).toEqual([{ pointer, code }]);
  });

  it("asks for native content under the provider's own name for the text", () => {
    const rules = { nativeField: "text", maxLength: 1_000 };
    const native = (payload: Record<string, string>) => ({ type: "native", channel: "sms", payload }) as const;
    expect(renderSmsText(native({ text: "Hi" }), rules)).toMatchObject({ ok: true, text: "Hi" });
    expect(renderSmsText(native({ body: "Hi" }), rules)).toMatchObject({ problems: [{ pointer: "/payload/body" }] });
  });
});
