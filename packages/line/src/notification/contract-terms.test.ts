import { describe, expect, test } from "vitest";
import type { Content, JsonObject, NotificationContent, RenderResult } from "@todoke/core";
import { createLine, lineProvider, notificationCatalogues, type NotificationSettings } from "../index.ts";

const channelAccessToken = "line-token";

/** It goes out, and there is nothing to say about it. */
function expectSilence(rendered: RenderResult) {
  expect(rendered).toMatchObject({ ok: true, lost: [] });
  expect(rendered).not.toHaveProperty("warnings");
}
const shipped: NotificationContent = {
  type: "notification",
  templateKey: "shipment_completed_ja",
  emphasizedItem: { itemKey: "date_002_ja", content: "Aug 10, 2026" },
  items: [{ itemKey: "name_022_ja", content: "Shibuya" }],
  buttons: [{ buttonKey: "contact_ja", url: "https://example.com/contact" }],
};

function render(notification: NotificationSettings, content: Content) {
  const line = createLine({ channelAccessToken, notification });
  return line.notificationAdapter.render(content, { purpose: "notice" });
}

function flexible(fields: JsonObject = {}): Content {
  const payload = { messages: [{ type: "text", text: "Your parcel is here" }], ...fields };
  return { type: "native", channel: "line-notification", payload };
}

function problemsOf(notification: NotificationSettings, content: Content) {
  const rendered = render(notification, content);
  return rendered.ok ? [] : rendered.problems.map(({ pointer, code }) => `${pointer} ${code}`);
}

describe("keys that the catalogue lacks", () => {
  const unknown: NotificationContent = {
    ...shipped,
    templateKey: "meal_ready_ja",
    items: [{ itemKey: "x", content: "1" }],
  };

  test("known keys pass without a word, and without a country nothing is looked up", () => {
    expectSilence(render({ country: "JP" }, shipped));
    expectSilence(render({}, unknown));
  });

  test("are sent with a warning, because nobody has LINE's whole list", () => {
    expect(render({ country: "JP" }, unknown)).toMatchObject({
      ok: true,
      payload: { templateKey: "meal_ready_ja" },
      lost: [],
      warnings: ["Not in the catalogue for JP of 2025-10-24, so that LINE may refuse it: meal_ready_ja, x"],
    });
  });

  test("are known once the account adds them", () => {
    const catalogue = {
      asOf: "2026-11-01",
      templates: [{ key: "meal_ready_ja", use: "a meal is ready" }],
      items: [{ key: "x" }],
    };
    expectSilence(render({ country: "JP", catalogue }, unknown));
    expect(render({ country: "TH", catalogue }, { type: "notification", templateKey: "new" })).toMatchObject({
      warnings: [expect.stringContaining("TH of 2026-11-01")],
    });
  });

  test("are refused where they belong to another country", () => {
    expect(problemsOf({ country: "TH" }, shipped)).toEqual([
      "/templateKey other-country",
      "/emphasizedItem/itemKey other-country",
      "/items/0/itemKey other-country",
      "/buttons/0/buttonKey other-country",
    ]);
  });

  test("are refused, each in its place, where the account says that its catalogue is complete", () => {
    const catalogue = { complete: true, templates: [{ key: "meal_ready_ja" }] };
    expect(problemsOf({ country: "JP", catalogue }, unknown)).toEqual(["/items/0/itemKey unknown-key"]);
    expect(problemsOf({ country: "TW", catalogue }, shipped)).toEqual([
      "/templateKey unknown-key",
      "/emphasizedItem/itemKey unknown-key",
      "/items/0/itemKey unknown-key",
      "/buttons/0/buttonKey unknown-key",
    ]);
  });
});

test("the catalogues hold no key twice, and none claims to be complete", () => {
  for (const [country, catalogue] of Object.entries(notificationCatalogues)) {
    expect(catalogue).toMatchObject({ country, complete: false, asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    for (const entries of [catalogue.templates, catalogue.items, catalogue.buttons]) {
      const keys = entries.flatMap(({ key }) => key ?? []);
      expect(new Set(keys).size).toBe(keys.length);
    }
  }
  expect(notificationCatalogues.TH.templates).toHaveLength(22);
});

describe("products", () => {
  test.each<[NotificationSettings, Content, readonly string[]]>([
    [{ products: ["flexible"] }, shipped, ["/type no-contract"]],
    [{ products: ["template"] }, flexible(), ["/type no-contract"]],
    [{ products: ["template"] }, shipped, []],
    [{ products: ["flexible"] }, flexible(), []],
    [{}, flexible(), []],
  ])("with %j", (settings, content, problems) => {
    expect(problemsOf(settings, content)).toEqual(problems);
  });
});

describe("flexible designs", () => {
  const settings = {
    flexibleDesigns: [
      { name: "parcel", approved: true },
      { name: "invoice", approved: false },
    ],
  };

  test("an approved one goes out, without our words about it", () => {
    const rendered = render(settings, flexible({ design: "parcel" }));
    expectSilence(rendered);
    expect(rendered.ok && Object.keys(rendered.payload)).toEqual(["messages"]);
  });

  test.each<[string, JsonObject, string]>([
    ["no design", {}, "required"],
    ["a design that the account does not have", { design: "menu" }, "unknown-design"],
    ["a design that LINE has not approved", { design: "invoice" }, "not-approved"],
  ])("%s is refused", (_name, fields, code) => {
    expect(problemsOf(settings, flexible(fields))).toEqual([`/payload/design ${code}`]);
  });

  test("who insists sends what is not approved, and is warned", () => {
    const rendered = render(settings, flexible({ design: "invoice", allowUnapproved: true }));
    expect(rendered).toMatchObject({ ok: true, lost: [], warnings: [expect.stringContaining("not approved")] });
  });

  test("an account that lists none is not asked for one", () => {
    expectSilence(render({}, flexible({ design: "parcel" })));
  });
});

describe("a host's settings", () => {
  test("terms make the account carry notification messages, as true does", async () => {
    const account = lineProvider.createAccount({
      channelAccessToken,
      notification: { country: "JP", products: ["template"] },
    });
    expect(account.adapters.map(({ channel }) => channel)).toEqual(["line", "line-notification"]);
    expect(account.adapters[1]?.render(flexible(), { purpose: "notice" })).toMatchObject({ ok: false });
    await account.close();
  });

  test.each([
    [{ country: "KR" }, "notification.country"],
    [{ products: [] }, "notification.products"],
    [{ products: ["templates"] }, "notification.products.0"],
    [{ flexibleDesigns: [{ name: "parcel" }] }, "notification.flexibleDesigns.0.approved"],
    [{ maxEmphasizedLength: 0 }, "notification.maxEmphasizedLength"],
    [{ countries: ["JP"] }, "notification.countries"],
    [{ catalogue: { complete: true } }, "notification.country"],
    [{ country: "JP", catalogue: { templates: [{ key: "" }] } }, "notification.catalogue.templates.0.key"],
    [{ country: "JP", catalogue: { asOf: "May" } }, "notification.catalogue.asOf"],
    [["JP"], "notification"],
  ])("%j names what is wrong", (notification, setting) => {
    expect(() => lineProvider.createAccount({ channelAccessToken, notification })).toThrow(
      expect.objectContaining({ setting }),
    );
  });
});
