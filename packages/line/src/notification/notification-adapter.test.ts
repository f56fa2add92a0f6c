import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSimulator, type Simulator } from "@todoke/simulator";
import type { Content, JsonObject, NotificationContent } from "@todoke/core";
import { createLine, type Line } from "../index.ts";

const phones = {
  consented: "+819012345601",
  refused: "+819012345602",
  blocked: "+819012345603",
  nobody: "+819012345699",
};
const shipped: NotificationContent = {
  type: "notification",
  templateKey: "shipment_completed_ja",
  emphasizedItem: { itemKey: "date_002_ja", content: "Aug 10, 2026" },
  items: [{ itemKey: "number_001_ja", content: "1234567" }],
  buttons: [{ buttonKey: "contact_ja", url: "https://example.com/contact" }],
};
const attemptId = "0f8e1c2a-7b3d-4c55-9a60-1d2e3f405162";
const options = { timeoutMs: 2000 };

let simulator: Simulator;
let line: Line;

beforeAll(async () => {
  simulator = await startSimulator({
    people: [
      { phone: phones.consented, notification: "consented" },
      { phone: phones.refused, notification: "refused" },
      { phone: phones.blocked, notification: "blocked" },
    ],
    line: { channelAccessToken: "line-token", channelSecret: "line-secret" },
  });
  line = createLine({ channelAccessToken: "line-token", apiBaseUrl: simulator.url });
});

afterAll(async () => {
  await line.close();
  await simulator.close();
});

function render(content: Content) {
  return line.notificationAdapter.render(content, { purpose: "notice" });
}

function problemsOf(content: Content) {
  const rendered = render(content);
  return rendered.ok ? [] : rendered.problems.map(({ pointer, code }) => `${pointer} ${code}`);
}

describe("rendering", () => {
  test("a notification becomes the body of the templated call", () => {
    const { type: _type, templateKey, ...body } = shipped;
    expect(render(shipped)).toEqual({ ok: true, payload: { templateKey, body }, endpoint: "pnp-template", lost: [] });
  });

  test("a bare template key needs no body", () => {
    expect(render({ type: "notification", templateKey: "a" })).toMatchObject({ payload: { templateKey: "a" } });
  });

  const item = (itemKey: string, content = "a") => ({ itemKey, content });
  const items = (count: number) => Array.from({ length: count }, (_, index) => item(`key_${index}`));
  const button = { buttonKey: "b", url: "https://example.com" };

  test.each<[string, Content, readonly string[]]>([
    [
      "16 units of emphasis",
      { ...shipped, emphasizedItem: item("a", "x".repeat(16)) },
      ["/emphasizedItem/content too-long"],
    ],
    ["sixteen items", { ...shipped, items: items(16) }, ["/items/15 too-many"]],
    ["301 units in an item", { ...shipped, items: [item("a", "x".repeat(301))] }, ["/items/0/content too-long"]],
    ["three buttons", { ...shipped, buttons: [button, button, button] }, ["/buttons/2 too-many"]],
    [
      "a long address",
      { ...shipped, buttons: [{ ...button, url: `https://example.com/${"x".repeat(1000)}` }] },
      ["/buttons/0/url too-long"],
    ],
    ["an item twice", { ...shipped, items: [item("a"), item("b"), item("a")] }, ["/items/2/itemKey repeated"]],
    ["the emphasised item again", { ...shipped, items: [item("date_002_ja")] }, ["/items/0/itemKey repeated"]],
    ["plain text", { type: "text", text: "a" }, ["/type unsupported-content"]],
    ["content for push", { type: "native", channel: "line", payload: {} }, ["/channel other-channel"]],
    [
      "a picture",
      {
        type: "native",
        channel: "line-notification",
        payload: {
          messages: [
            { type: "text", text: "a" },
            { type: "image", originalContentUrl: "https://a.example/a", previewImageUrl: "https://a.example/a" },
          ],
        },
      },
      ["/payload/messages/1/type forbidden-type"],
    ],
  ])("%s is refused", (_name, content, expected) => {
    expect(problemsOf(content)).toEqual(expected);
  });

  test("the limit of the emphasised item can be raised by configuration", async () => {
    const relaxed = createLine({ channelAccessToken: "t", notification: { maxEmphasizedLength: 25 } });
    const content = { ...shipped, emphasizedItem: item("a", "Saturday, August 10, 2026") };
    expect(relaxed.notificationAdapter.render(content, { purpose: "notice" }).ok).toBe(true);
    expect(render(content).ok).toBe(false);
    await relaxed.close();
  });
});

describe("sending", () => {
  const payloadOf = (content: Content): JsonObject => {
    const rendered = render(content);
    if (!rendered.ok) throw new Error("The content of this test must be right");
    return rendered.payload;
  };
  const request = (to: string) =>
    ({ attemptId, to, payload: payloadOf(shipped), endpoint: "pnp-template", purpose: "notice" }) as const;

  test("a template goes to the hashed number under the attempt's id as a tag", async () => {
    const receipt = await line.notificationAdapter.send(request(phones.consented), options);
    expect(receipt).toEqual({
      evidence: "accepted",
      providerMessageIds: [],
      requestId: expect.any(String),
      duplicate: false,
    });
    expect(simulator.ledger().at(-1)).toMatchObject({
      endpoint: "pnp-template",
      deliveryTag: "0f8e1c2a7b3d4c559a601d2e3f405162",
      requestId: receipt.requestId,
    });
  });

  test("reviewed messages go through the flexible call", async () => {
    const content: Content = {
      type: "native",
      channel: "line-notification",
      payload: { messages: [{ type: "text", text: "Your order is on its way" }] },
    };
    const rendered = render(content);
    expect(rendered).toMatchObject({ ok: true, endpoint: "pnp-flexible" });
    await line.notificationAdapter.send(
      { ...request(phones.consented), payload: payloadOf(content), endpoint: "pnp-flexible" },
      options,
    );
    expect(simulator.ledger().at(-1)).toMatchObject({ endpoint: "pnp-flexible" });
  });

  test.each(["refused", "nobody"] as const)(
    "a number that LINE does not reach (%s) is the recipient's",
    async (state) => {
      const sent = line.notificationAdapter.send(request(phones[state]), options);
      await expect(sent).rejects.toMatchObject({ class: "recipient", providerCode: "http-422" });
    },
  );

  test("someone who blocked the account is accepted all the same", async () => {
    await expect(line.notificationAdapter.send(request(phones.blocked), options)).resolves.toMatchObject({
      evidence: "accepted",
    });
  });

  test("a lost answer stays open, and nothing offers a key to repeat it under", async () => {
    simulator.addFault({ endpoint: "pnp-template", fault: { kind: "reset", accepted: true } });
    const sent = line.sendNotification({ phone: phones.consented, content: shipped });
    await expect(sent).rejects.toMatchObject({ class: "ambiguous", retryKey: undefined });
    expect(line.notificationAdapter.idempotency).toBeUndefined();
  });

  test("without a host the tag is made up, or taken from the caller", async () => {
    const made = await line.sendNotification({ phone: "+81 90-1234-5601", content: shipped });
    expect(made.deliveryTag).toMatch(/^[0-9a-f]{32}$/);
    const given = await line.sendNotification({
      phone: phones.consented,
      content: shipped,
      deliveryTag: "order-4711-shipped",
    });
    expect(given.deliveryTag).toBe("order-4711-shipped");
    expect(simulator.ledger().at(-1)).toMatchObject({ deliveryTag: "order-4711-shipped", requestId: given.requestId });
  });

  test.each([
    ["a short tag", { phone: phones.consented, content: shipped, deliveryTag: "short" }, "invalid-delivery-tag"],
    ["a number elsewhere", { phone: "+14155552671", content: shipped }, "invalid-address"],
    [
      "wrong content",
      { phone: phones.consented, content: { type: "text", text: "a" } as const },
      "unsupported-content",
    ],
  ])("%s is refused without a call", async (_name, wrong, providerCode) => {
    const before = simulator.ledger().length;
    await expect(line.sendNotification(wrong)).rejects.toMatchObject({ providerCode });
    expect(simulator.ledger()).toHaveLength(before);
  });
});
