import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { infobipMessage } from "../testing/infobip-messages.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { testKey } from "../testing/test-key.ts";
import { type CollectedSpan, TraceCollector } from "../testing/trace-collector.ts";
import { verifyInbound } from "../testing/verify-inbound.ts";

const person = { lineUserId: `U${"7ace".repeat(8)}`, phone: "+819077770001" };
const callersTrace = "0af7651916cd43dd8448eb211c80319c";
const callersSpan = "b7ad6b7169203331";
const sampled = { traceparent: `00-${callersTrace}-${callersSpan}-01`, tracestate: "other=1" };

/** Somebody's system that gets reports. */
const posts: IncomingHttpHeaders[] = [];
const receiver = createServer((request, response) => {
  posts.push(request.headers);
  response.end();
});

const collector = new TraceCollector();
let service: RunningService;

const spansNamed = (name: string) => collector.spans.filter((span) => span.name === name);
const ofMessage = (id: string) => collector.spans.filter(({ attributes }) => attributes["todoke.message.id"] === id);
const named = (spans: readonly CollectedSpan[], name: string) => spans.filter((span) => span.name === name);

interface Accepted {
  readonly id: string;
  readonly traceId?: string;
}

async function send(headers: Record<string, string>, more: object = {}): Promise<Accepted> {
  const to = [{ addresses: { phone: person.phone } }];
  const { status, body } = await post(service.url, "/v1/messages", { to, text: "届け", plan: { steps: [{ channel: "sms" }] }, ...more }, headers);
  expect({ status, errors: answerErrors("Message", body) }).toEqual({ status: 202, errors: [] });
  return body as Accepted;
}

const completed = ({ id }: Accepted) =>
  vi.waitFor(async () => expect((await get(service.url, `/v1/messages/${id}`)).body).toMatchObject({ status: "completed" }), { timeout: 20_000, interval: 20 });

beforeAll(async () => {
  await Promise.all([collector.open(), new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve))]);
});

afterAll(async () => {
  await Promise.all([collector.close(), new Promise((resolve) => receiver.close(resolve))]);
  receiver.closeAllConnections();
});

describe("with a collector", () => {
  beforeAll(async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20collectors-key", OTEL_SERVICE_NAME: "todoke-of-tests", LINE_NOTIFICATION: "true" };
    service = await startService({ environment, configuration: { egress: { allowedNetworks: ["127.0.0.0/8"] } }, simulator: { people: [person] } });
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    await verifyInbound(service.url);
    expect((await post(service.url, "/v1/webhook-endpoints", { name: "crm", url })).status).toBe(201);
  }, 60_000);

  afterAll(() => service.close());

  it("a message is followed from its request to the last report", async () => {
    const message = await send(sampled);
    expect(message.traceId).toBe(callersTrace);
    expect((await get(service.url, `/v1/messages/${message.id}`)).body).toMatchObject({ traceId: callersTrace });
    await completed(message);
    await vi.waitFor(() => expect(named(ofMessage(message.id), "post report").length).toBeGreaterThanOrEqual(3), { timeout: 20_000, interval: 50 });

    const [request] = spansNamed("POST /v1/messages").filter(({ traceId }) => traceId === callersTrace);
    expect(request).toMatchObject({
      parentSpanId: callersSpan,
      kind: 2,
      attributes: { "http.request.method": "POST", "http.route": "/v1/messages", "http.response.status_code": 202 },
      resource: { "service.name": "todoke-of-tests" },
    });
    const [acceptance] = spansNamed("accept message").filter(({ traceId }) => traceId === callersTrace);
    expect(acceptance).toMatchObject({
      parentSpanId: request!.spanId,
      attributes: { "todoke.message.id": message.id, "todoke.purpose": "notice", "todoke.recipients": 1, "todoke.project": "default" },
    });
    const link = { traceId: callersTrace, spanId: acceptance!.spanId };
    const later = ofMessage(message.id).filter(({ name }) => name !== "accept message");
    for (const span of later) {
      expect(span.links).toMatchObject([link]);
      expect(span.traceId).not.toBe(callersTrace);
    }
    expect(new Set(later.map(({ name }) => name))).toEqual(new Set(["send sms", "receipt sms", "post report"]));
    const [call] = named(later, "send sms");
    expect(call).toMatchObject({ kind: 3, attributes: { "todoke.account": "twilio", "todoke.channel": "sms", "todoke.evidence": "accepted", "todoke.step": 0 } });
    expect(named(later, "receipt sms").map(({ attributes }) => attributes["todoke.evidence"])).toContain("delivered");
    expect(named(later, "receipt sms").map(({ attributes }) => attributes["todoke.attempt.id"])).toContain(call!.attributes["todoke.attempt.id"]);
    for (const post of named(later, "post report")) {
      expect(posts.map(({ traceparent }) => traceparent)).toContain(`00-${post.traceId}-${post.spanId}-01`);
    }
    expect(JSON.stringify(posts)).not.toContain(callersTrace);
    expect(JSON.stringify(service.simulator.ledger())).not.toContain(callersTrace);
    expect(collector.exports[0]).toMatchObject({ path: "/v1/traces", headers: { authorization: "Bearer collectors-key" } });
  });

  it("a call that fails says of which class", async () => {
    service.simulator.addFault({ endpoint: "sms-create", fault: { kind: "status", status: 400, body: { code: 21211, message: `${person.phone} is wrong` } } });
    const message = await send({});
    await completed(message);
    await vi.waitFor(() => expect(named(ofMessage(message.id), "send sms")).toMatchObject([{ attributes: { "error.type": "recipient" }, status: { code: 2 } }]), { timeout: 5_000 });
  });

  it("a caller who does not record is not followed, and one whose header is none begins a trace", async () => {
    const unsampled = await send({ traceparent: sampled.traceparent.replace(/01$/, "00") });
    const malformed = await send({ traceparent: `00-${"0".repeat(32)}-${callersSpan}-01` });
    expect(unsampled).not.toHaveProperty("traceId");
    expect(malformed.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(malformed.traceId).not.toMatch(/^0+$/);
  });

  it("messages of a batch are each accepted within its request", async () => {
    const to = [{ addresses: { phone: person.phone } }];
    const plan = { steps: [{ channel: "sms" }] };
    const { body } = await post(service.url, "/v1/messages/batch", { messages: [{ to, text: "届け", plan }, { to, text: "届け", plan }] }, sampled);
    expect((body as { results: readonly { message: Accepted }[] }).results.map(({ message }) => message.traceId)).toEqual([callersTrace, callersTrace]);
  });

  it("messages at other services' doors are accepted within their requests", async () => {
    const messageId = "traced";
    const body = { messages: [infobipMessage([{ to: person.phone.slice(1), messageId }])] };
    expect((await post(service.url, "/compat/infobip/line/1/messages", body, { ...sampled, authorization: `App ${testKey}` })).status).toBe(200);
    const found = await get(service.url, `/v1/messages?reference=${encodeURIComponent(`infobip:${messageId}`)}`);
    expect(found.body).toMatchObject({ items: [{ traceId: callersTrace }] });
    const recipient = { identified_by: { channel_identities: [{ channel: "SMS", identity: person.phone }] } };
    const sinch = { app_id: "shop", recipient, message: { text_message: { text: "届け" } } };
    const { body: { message_id: id } } = (await post(service.url, "/compat/sinch/v1/projects/default/messages:send", sinch, sampled)) as { body: { message_id: string } };
    expect((await get(service.url, `/v1/messages/${id}`)).body).toMatchObject({ traceId: callersTrace });
  });

  it("a stop sends what was recorded up to then", async () => {
    await get(service.url, "/v1/messages");
    await service.restart();
    expect(spansNamed("GET /v1/messages").length).toBeGreaterThan(0);
  });
});
