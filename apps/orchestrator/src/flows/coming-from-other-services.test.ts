import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import type { FeedPage, ReportFeed, ReportSubscription, ReportView } from "@todoke/engine";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { subscription } from "../http/compat/infobip/report-pull.ts";
import { ReportPulls } from "../http/compat/infobip/report-pulls.ts";
import { answerErrors } from "../testing/answer-schemas.ts";
import { type Answer, get, post } from "../testing/call-service.ts";
import { infobipMessage } from "../testing/infobip-messages.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { testKey } from "../testing/test-key.ts";
import { verifyInbound } from "../testing/verify-inbound.ts";

interface Report {
  readonly messageId: string;
  readonly to: string;
  readonly status: { readonly name: string };
  readonly callbackData?: string;
}

const onLine = "66855538125";
const withoutLine = "819012345678";
const friend = `U${"5".repeat(32)}`;
const byApp = { authorization: `App ${testKey}` };
const byBasic = { authorization: `Basic ${Buffer.from(`key-id:${testKey}`).toString("base64")}` };

/** Somebody's system that Infobip posted reports to before. */
const posted: Report[][] = [];
const receiver = createServer(async (request, response) => {
  posted.push(((await json(request)) as { results: Report[] }).results);
  response.end();
});

let service: RunningService;
let receiverUrl: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/line`;
  service = await startService({
    environment: { LINE_NOTIFICATION: "true" },
    configuration: { egress: { allowedNetworks: ["127.0.0.1/32"] } },
    simulator: {
      people: [
        { line: "not-friend", lineUserId: `U${"6".repeat(32)}`, phone: `+${onLine}`, notification: "consented" },
        { line: "none", phone: `+${withoutLine}` },
        { line: "friend", lineUserId: friend },
      ],
    },
  });
  await verifyInbound(service.url);
  await post(service.url, "/v1/webhook-secret/rotate", {});
}, 60_000);

afterAll(async () => {
  await service.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

function bodyOf<Body>({ status, body }: Answer, wanted: number, schema: string): Body {
  expect({ status, body, errors: answerErrors(schema, body) }).toMatchObject({ status: wanted, errors: [] });
  return body as Body;
}

/** The only message of ours with a tenancy. */
async function ofEntity(entityId: string) {
  const { body } = await get(service.url, `/v1/messages?entityId=${entityId}`);
  return (body as { items: readonly { readonly id: string }[] }).items;
}

describe("at Infobip's door", () => {
  const send = (body: object) => post(service.url, "/compat/infobip/line/1/messages", body, byApp);
  const fetched = async (query = "") => bodyOf<{ results: readonly Report[] }>(await get(service.url, `/compat/infobip/line/1/reports${query}`, byApp), 200, "InfobipReports").results;
  const idsOf = (reports: readonly Report[]) => reports.map(({ messageId }) => messageId).toSorted();
  const ended = (messageId: string) => vi.waitFor(async () => {
    const { body } = await get(service.url, `/v1/messages?reference=${encodeURIComponent(`infobip:${messageId}`)}`);
    expect(body).toMatchObject({ items: [{ status: "completed" }] });
  }, { timeout: 20_000, interval: 50 });

  it("a request with all options is what was asked for", async () => {
    const message = infobipMessage([{ to: onLine, messageId: "order-41" }], {
      options: {
        platform: { entityId: "priorityCustomer", applicationId: "clientTestEnvironment" },
        validityPeriod: { amount: 30, timeUnit: "MINUTES" },
        deliveryTimeWindow: { days: ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"], from: { hour: 6, minute: 0 }, to: { hour: 15, minute: 30 } },
        smsFailover: { sender: "41793026726", text: "Failover message text", validityPeriod: { amount: 2, timeUnit: "HOURS" } },
      },
      webhooks: { delivery: { url: "https://www.example.com/line" } },
    });
    const schedule = { sendAt: "2099-07-07T17:00:00.000+01:00", sendingSpeedLimit: { amount: 30, timeUnit: "HOUR" } };
    const { body: refused } = await send({ messages: [message], options: { schedule } });
    expect(refused).toMatchObject({ errorCode: "E400", violations: [{ property: "options.schedule.sendAt" }] });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const sendAt = `${tomorrow}T08:00:00.000+0000`;
    const answer = bodyOf(await send({ messages: [message], options: { schedule: { ...schedule, sendAt } } }), 200, "InfobipAnswer");
    expect(answer).toEqual({
      bulkId: expect.any(String) as string,
      messages: [{ messageId: "order-41", destination: onLine, status: { groupId: 1, groupName: "PENDING", id: 7, name: "PENDING_ENROUTE", description: "Message sent to next instance" } }],
    });
    const [{ id } = { id: "" }] = await ofEntity("priorityCustomer");
    expect((await get(service.url, `/v1/messages/${id}`)).body).toMatchObject({
      status: "scheduled",
      sendAt: sendAt.replace("+0000", "Z"),
      platform: { entityId: "priorityCustomer", applicationId: "clientTestEnvironment" },
      plan: {
        validityPeriod: "PT2H30M",
        steps: [{ channel: "line-notification", account: "line", switchAfter: "PT30M" }, { channel: "sms", account: "twilio", validityPeriod: "PT2H" }],
      },
      deliveryTimeWindow: { from: "06:00", to: "15:30", timeZone: "UTC" },
      sendingSpeedLimit: { amount: 30, per: "PT3600S" },
      webhooks: { delivery: { url: "https://www.example.com/line", finalOnly: true, format: "infobip" } },
      content: { payload: { messages: [{ altText: "Thank you for your purchase.", contents: {
        type: "bubble",
        header: { layout: "horizontal", contents: [{ align: "center", contents: [{ type: "span", text: "OFFICIAL NOTIFICATION" }] }, { contents: [{ style: "italic" }] }] },
        body: { contents: [{ contents: [{ type: "text", text: "Purchase COMPLETE", weight: "bold" }] }] },
        footer: { action: { type: "uri", uri: "https://example.com/action" }, contents: [{ contents: [{ decoration: "underline" }] }] },
        styles: { footer: { backgroundColor: "#EEEEEE" } },
      } }] } },
    });
    await post(service.url, `/v1/messages/${id}/cancel`, {});
  });

  it("LINE carries it, an SMS takes over, and reports go to the message's address and are given out once, also after a crash", async () => {
    const smsFailover = { text: "Failover message text" };
    const webhooks = { delivery: { url: receiverUrl }, callbackData: "DLR callback data" };
    const bulk = { options: { schedule: { bulkId: "bulk-1" } } };
    const messages = ["42", "43"].map((number, place) =>
      infobipMessage([{ to: [onLine, withoutLine][place], messageId: `order-${number}` }], { options: { smsFailover, campaignReferenceId: `campaign-${number}` }, webhooks }));
    expect(bodyOf(await send({ ...bulk, messages }), 200, "InfobipAnswer")).toMatchObject({ bulkId: "bulk-1", messages: [{ messageId: "order-42" }, { messageId: "order-43" }] });
    await ended("order-42");
    await ended("order-43");
    expect(service.simulator.ledger().map(({ endpoint }) => endpoint).toSorted()).toEqual(["pnp-flexible", "sms-create"]);

    await vi.waitFor(() => expect(idsOf(posted.flat())).toEqual(["order-42", "order-43"]), { timeout: 20_000 });
    const [report] = posted.flat().filter(({ messageId }) => messageId === "order-43");
    expect(answerErrors("InfobipReport", report)).toEqual([]);
    expect(report).toMatchObject({ bulkId: "bulk-1", to: withoutLine, sender: "OFFICIAL-ACCOUNT-ID-123", callbackData: "DLR callback data", status: { groupId: 3, id: 5 }, error: { id: 0 } });

    // A process that reads them and dies before its answer has gone out whole.
    await vi.waitFor(async () => {
      const { reports } = await new ReportPulls().take("default", feedOverHttp(), { limit: 50, matches: () => true, notBefore: new Date(0) });
      expect(reports.map(({ kept }) => kept.messageId)).toEqual(expect.arrayContaining(["order-42", "order-43"]));
    }, { timeout: 20_000, interval: 50 });

    expect(idsOf(await fetched("?messageId=order-43"))).toEqual(["order-43"]);
    expect(await fetched("?messageId=order-43")).toEqual([]);
    expect(await fetched("?campaignReferenceId=campaign-43")).toEqual([]);
    const rest = await vi.waitFor(async () => {
      const reports = await fetched();
      expect(reports.length).toBeGreaterThan(0);
      return reports;
    });
    expect(idsOf(rest)).toContain("order-42");
    expect(idsOf(rest)).not.toContain("order-43");
    expect(rest.find(({ messageId }) => messageId === "order-42")).toMatchObject({ to: onLine, callbackData: "DLR callback data", status: { name: "DELIVERED_TO_HANDSET" } });
    expect(await fetched()).toEqual([]);
  });

  it("who fetches reports waits until the answer before has gone out, and not for other projects", async () => {
    const pulls = new ReportPulls();
    const take = (projectId: string) => pulls.take(projectId, feedOverHttp(), { limit: 50, matches: () => true, notBefore: new Date(0) });
    const before = await take("default");
    const next = take("default");
    await (await take("shop-b")).settle(false);
    expect(await Promise.race([next, setTimeout(200, "waits")])).toBe("waits");
    await before.settle(false);
    await (await next).settle(false);
  });

  it("friends are pushed to by their LINE id, and bad destinations are rejected beside good ones", async () => {
    const destinations = [{ to: friend, messageId: "a" }, { to: "call me", messageId: "b" }, { to: "123456", messageId: "c" }, { to: onLine, messageId: "d" }];
    const answer = bodyOf<{ messages: readonly object[] }>(await send({ messages: [infobipMessage(destinations)] }), 200, "InfobipAnswer");
    expect(answer.messages).toMatchObject([
      { messageId: "a", status: { name: "PENDING_ENROUTE" }, destination: friend },
      { messageId: "b", status: { groupName: "REJECTED", name: "REJECTED_DESTINATION" }, destination: "call me" },
      { messageId: "c", status: { name: "REJECTED_DESTINATION" } },
      { messageId: "d", status: { name: "PENDING_ENROUTE" } },
    ]);
    await vi.waitFor(async () => expect((await fetched()).map(({ messageId, status }) => `${messageId} ${status.name}`)).toContain("a DELIVERED_TO_OPERATOR"), { timeout: 20_000, interval: 50 });
  });

  it("an id that was used is refused, so that a request may be sent again", async () => {
    const body = { messages: [infobipMessage([{ to: onLine, messageId: "once" }])] };
    expect((await send(body)).body).toMatchObject({ messages: [{ status: { id: 7 } }] });
    expect((await send(body)).body).toMatchObject({ messages: [{ messageId: "once", status: { id: 23, name: "REJECTED_DUPLICATE_MESSAGE_ID" } }] });
  });

  it("an empty id is as good as none: each request is one of its own", async () => {
    const body = { messages: [infobipMessage([{ to: onLine, messageId: "" }])] };
    const answers = [await send(body), await send(body)].map((answer) => bodyOf<{ messages: readonly { readonly messageId: string }[] }>(answer, 200, "InfobipAnswer"));
    expect(answers).toMatchObject([{ messages: [{ status: { id: 7 } }] }, { messages: [{ status: { id: 7 } }] }]);
    const [one, other] = answers.map(({ messages: [message] }) => message!.messageId);
    expect(one).not.toBe("");
    expect(other).not.toBe("");
    expect(one).not.toBe(other);
  });

  it("refusals are in its words, name what is not carried, and write nothing", async () => {
    const refused = async (body: object) => bodyOf<{ violations: readonly object[] }>(await send(body), 400, "InfobipError").violations;
    const to = [{ to: onLine }];
    const text = { ...infobipMessage(to), content: { type: "TEXT", text: "Hello" } };
    expect(await refused({ messages: [text] })).toContainEqual({ property: "messages[0].content.type", violation: "type is carried as LINE_NOTIFICATION and as nothing else" });
    const regional = { smsFailover: { text: "Hello", regional: { indiaDlt: { principalEntityId: "1" } } } };
    expect(await refused({ messages: [infobipMessage(to, { options: regional })] })).toEqual([{ property: "messages[0].options.smsFailover.regional", violation: "this field is not carried here" }]);
    const narrow = { deliveryTimeWindow: { days: ["MONDAY"], from: { hour: 6, minute: 0 }, to: { hour: 6, minute: 30 } } };
    expect(await refused({ messages: [infobipMessage(to), infobipMessage(to, { options: narrow })] })).toMatchObject([{ property: "messages[1].options.deliveryTimeWindow" }]);
    const wrong = { ...infobipMessage(to).content, contents: { type: "BUBBLE", body: { type: "BOX", layout: "DIAGONAL", contents: [] } } };
    expect(await refused({ messages: [infobipMessage(to, { options: { platform: { entityId: "nobody" } } }), { ...infobipMessage(to), content: wrong }] }))
      .toMatchObject([{ property: "messages[1].content.contents.body.layout" }]);
    expect(await ofEntity("nobody")).toEqual([]);
    const unknown = await post(service.url, "/compat/infobip/line/1/messages", {}, { authorization: "App nobodys" });
    expect(unknown).toMatchObject({ status: 401, body: { errorCode: "E401" } });
    expect(unknown.headers.get("www-authenticate")).toContain('App realm="todoke"');
    expect(await get(service.url, "/compat/infobip/sms/3/messages", byApp)).toMatchObject({ status: 404, body: { errorCode: "E404" } });
    expect(await get(service.url, "/v1/messages", byApp)).toMatchObject({ status: 401, body: { code: "api-key-missing" } });
  });

  function feedOverHttp(): ReportFeed {
    const read: ReportFeed["read"] = async ({ cursor, limit }) => {
      const { body } = await get(service.url, `/v1/reports?subscription=${subscription}&limit=${limit}${cursor === undefined ? "" : `&cursor=${cursor}`}`);
      const page = body as Omit<FeedPage, "items"> & { readonly items: readonly (Omit<ReportView, "at"> & { readonly at: string })[] };
      return { ...page, items: page.items.map((item) => ({ ...item, at: new Date(item.at) })) };
    };
    const acknowledge = async (name: string, cursor: string) => (await post(service.url, "/v1/reports/acknowledge", { subscription: name, cursor })).body as ReportSubscription;
    return { read, acknowledge } as ReportFeed;
  }
});

describe("at Sinch's door", () => {
  const path = "/compat/sinch/v1/projects/default/messages:send";
  const identified = { identified_by: { channel_identities: [{ channel: "LINE", identity: onLine }, { channel: "SMS", identity: `+${onLine}` }] } };
  const template = {
    message_type: "NOTIFICATION_MESSAGE_TEMPLATE",
    message: {
      template_key: "shipment_completed_ja",
      body: {
        emphasized_item: { item_key: "date_002_ja", content: "2024年8月10日(土)" },
        items: [{ item_key: "time_range_001_ja", content: "午前中" }],
        buttons: [{ button_key: "contact_ja", url: "https://example.com/ContactUs/" }],
      },
    },
  };
  const request = {
    app_id: "01E3S8B6YCMRNR0GGM94H80ACX",
    recipient: identified,
    message: { text_message: { text: "Your order has been shipped." }, channel_specific_message: { LINE: template } },
    channel_priority_order: ["LINE", "SMS"],
    ttl: "600s",
  };

  it("a notification template goes to LINE first, and a text to SMS", async () => {
    const answer = bodyOf<{ message_id: string }>(await post(service.url, path, request, byBasic), 200, "SinchAnswer");
    const message = () => get(service.url, `/v1/messages/${answer.message_id}`);
    expect((await message()).body).toMatchObject({
      platform: { applicationId: request.app_id },
      plan: { validityPeriod: "PT10M", steps: [{ channel: "line-notification", switchAfter: "PT5M" }, { channel: "sms" }] },
    });
    await vi.waitFor(async () => expect((await message()).body).toMatchObject({ status: "completed", counts: { outcomes: [{ outcome: "delivered", channel: "line-notification", succeeded: true }] } }), { timeout: 20_000, interval: 50 });
    expect(service.simulator.ledger().at(-1)).toMatchObject({ endpoint: "pnp-template", accepted: true });
  });

  it("a text goes to a contact of the project", async () => {
    const { id } = (await post(service.url, "/v1/contacts", { reference: "c-1", addresses: { line: friend } })).body as { id: string };
    const text = { app_id: "shop", recipient: { contact_id: id }, message: { text_message: { text: "Hello" } }, message_metadata: "m-1" };
    const { message_id } = bodyOf<{ message_id: string }>(await post(service.url, path, text), 200, "SinchAnswer");
    expect((await get(service.url, `/v1/messages/${message_id}/deliveries`)).body).toMatchObject({ items: [{ reference: "c-1" }] });
    const nobodys = { ...text, recipient: { contact_id: `con_${"0".repeat(32)}` } };
    expect(await post(service.url, path, nobodys)).toMatchObject({ status: 400, body: { error: { details: [{}, { field_violations: [{ field: "recipient.contact_id" }] }] } } });
  });

  it("refusals are in its words, and another project is as good as none", async () => {
    const refused = async (body: object, status = 400) => {
      const { error } = bodyOf<{ error: { status: string; details: readonly { field_violations?: readonly object[] }[] } }>(await post(service.url, path, body, byBasic), status, "SinchError");
      return [error.status, ...(error.details[1]?.field_violations ?? [])];
    };
    expect(await refused({ ...request, message: { card_message: { title: "Hello" } } })).toEqual(["INVALID_ARGUMENT", { field: "message.card_message", description: "this field is not carried here" }]);
    expect(await refused({ ...request, channel_priority_order: ["WHATSAPP"] })).toMatchObject(["INVALID_ARGUMENT", { field: "channel_priority_order[0]" }]);
    expect(await refused({ ...request, message: { channel_specific_message: { LINE: template } } })).toMatchObject(["INVALID_ARGUMENT", { field: "message.text_message" }]);
    const tooLong = { ...template, message: { template_key: "shipment_completed_ja", body: { emphasized_item: { item_key: "date_002_ja", content: "x".repeat(100) } } } };
    expect(await refused({ ...request, message: { ...request.message, channel_specific_message: { LINE: tooLong } } })).toMatchObject(["INVALID_ARGUMENT", { field: "message.channel_specific_message.LINE.message" }]);
    const wrongKey = { authorization: `Basic ${Buffer.from("key-id:nobodys").toString("base64")}` };
    expect(await post(service.url, path, request, wrongKey)).toMatchObject({ status: 401, body: { error: { code: 401, status: "UNAUTHENTICATED" } } });
    await post(service.url, "/v1/projects", { id: "shop-b", name: "Shop B" });
    const answers = await Promise.all(["shop-b", "nobodys"].map((project) => post(service.url, path.replace("default", project), request)));
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual([answers[1], answers[1]].map((answer) => ({ status: 404, body: answer!.body })));
    expect(answers[0]!.body).toMatchObject({ error: { code: 404, status: "NOT_FOUND", details: [{ reason: "not-found" }] } });
  });
});
