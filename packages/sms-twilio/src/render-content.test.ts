import { describe, expect, it } from "vitest";
import { partsFor, readBody, renderContent } from "./render-content.ts";

describe("renderContent", () => {
  it("puts text into the body as it was written", () => {
    const text = "  Hi {{ name }}\n100% *sure*  ";
    const expected = { ok: true, payload: { body: text }, endpoint: "sms-create", lost: [] };
    expect(renderContent({ type: "text", text })).toEqual(expected);
    expect(renderContent({ type: "native", channel: "sms", payload: { body: text } })).toEqual(expected);
  });

  it("names what is lost", () => {
    const content = { type: "image", url: "https://example.com/a.jpg", altText: "Our new shop" } as const;
    expect(renderContent(content)).toMatchObject({
      payload: { body: "Our new shop\nhttps://example.com/a.jpg" },
      lost: ["the image is sent as a link"],
    });
  });

  it("takes the longest text that Twilio takes, and no longer one", () => {
    expect(renderContent({ type: "text", text: "あ".repeat(1_600) }).ok).toBe(true);
    expect(renderContent({ type: "text", text: "あ".repeat(1_601) })).toMatchObject({
      ok: false,
      problems: [{ pointer: "/text", code: "text-too-long" }],
    });
  });
});

describe("the cap on segments", () => {
  it("refuses what takes more than the settings allow", () => {
    const config = { maxSegments: 2 };
    expect(renderContent({ type: "text", text: "あ".repeat(134) }, config).ok).toBe(true);
    expect(renderContent({ type: "text", text: "あ".repeat(135) }, config)).toMatchObject({
      ok: false,
      problems: [{ pointer: "/text", code: "text-too-long", detail: expect.stringContaining("3 segments") }],
    });
    const native = { type: "native", channel: "sms", payload: { body: "a".repeat(307) } } as const;
    expect(renderContent(native, config)).toMatchObject({ problems: [{ pointer: "/payload/body" }] });
  });
});

describe("readBody", () => {
  it("gives the text of what was rendered, and of nothing else", () => {
    expect(readBody({ body: "Hi" })).toBe("Hi");
    expect(readBody({ text: "Hi" })).toBeUndefined();
    expect(readBody({ body: 1 })).toBeUndefined();
  });
});

describe("media", () => {
  const picture = { type: "image", url: "https://example.com/a.jpg", altText: "Our new shop" } as const;
  const config = { mmsCountries: ["US", "CA"] };

  it("goes as it is where the settings say so, and as a link everywhere else", () => {
    const rendered = renderContent(picture, config);
    if (!rendered.ok) throw new Error("refused");
    expect(rendered.lost).toEqual(["the image is sent as a link, but to US, CA"]);
    expect(partsFor(rendered.payload, "US", config)).toEqual({ body: "Our new shop", mediaUrl: ["https://example.com/a.jpg"] });
    for (const country of ["JP", undefined]) {
      expect(partsFor(rendered.payload, country, config)).toEqual({ body: "Our new shop\nhttps://example.com/a.jpg" });
    }
    // The settings may have changed since.
    expect(partsFor(rendered.payload, "US", {})).toEqual({ body: "Our new shop\nhttps://example.com/a.jpg" });
  });

  it("makes no MMS of anything else, and none without the setting", () => {
    expect(renderContent(picture)).toMatchObject({ lost: ["the image is sent as a link"] });
    expect(renderContent({ type: "text", text: "Hi" }, config)).toMatchObject({ payload: { body: "Hi" }, lost: [] });
    expect(partsFor({ body: "Hi" }, "US", config)).toEqual({ body: "Hi" });
    expect(partsFor({ body: "Hi", mms: { body: 1, mediaUrl: 2 } }, "US", config)).toEqual({ body: "Hi" });
    expect(partsFor({ mms: { body: "Hi", mediaUrl: "x" } }, "US", config)).toBeUndefined();
  });
});
