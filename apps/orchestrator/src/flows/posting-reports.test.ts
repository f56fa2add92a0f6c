import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { ask, get, post, type Answer } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";

const phone = "+819011110002";

interface Endpoint {
  readonly id: string;
  readonly secret: string;
  readonly state: string;
  readonly waiting: number;
}

interface Taken {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody's system that gets reports. */
const taken: Taken[] = [];
let status = 200;
const receiver = createServer(async (request, response) => {
  taken.push({ headers: request.headers, body: await text(request) });
  response.writeHead(status).end();
});

let service: RunningService;
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/reports`;
  service = await startService({ configuration: { egress: { allowedNetworks: ["127.0.0.1/32"] } }, simulator: { people: [{ phone }] } });
}, 60_000);

afterAll(async () => {
  await service.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

beforeEach(() => {
  taken.length = 0;
  status = 200;
});

/** The answer's body, once it has the form of the contract. */
function bodyOf<Body>({ status: answered, body }: Answer, wanted: number, schema: string): Body {
  expect({ status: answered, body, errors: answerErrors(schema, body) }).toMatchObject({ status: wanted, errors: [] });
  return body as Body;
}

const arrived = (count: number) => vi.waitFor(() => expect(taken).toHaveLength(count), { timeout: 20_000, interval: 20 });
const send = (more: object = {}) => post(service.url, "/v1/messages", { to: [{ addresses: { phone } }], text: "届け", plan: { steps: [{ channel: "sms" }] }, ...more });
const verified = ({ headers, body }: Taken, secret: string) => new Webhook(secret).verify(body, headers as Record<string, string>) as { readonly data: { readonly number: number; readonly final: boolean } };

describe("reports by webhook", () => {
  it("arrive signed at an endpoint, wait while it is paused, and are sent again on request", async () => {
    const created = await post(service.url, "/v1/webhook-endpoints", { name: "crm", url });
    const endpoint = bodyOf<Endpoint>(created, 201, "IssuedWebhookEndpoint");
    const path = `/v1/webhook-endpoints/${endpoint.id}`;
    expect([created.headers.get("location"), created.headers.get("cache-control")]).toEqual([path, "no-store"]);
    await send();
    await arrived(3);
    expect(taken.map((each) => verified(each, endpoint.secret).data.number).toSorted((one, other) => one - other)).toEqual([1, 2, 3]);

    expect(bodyOf<Endpoint>(await post(service.url, `${path}/pause`, {}), 200, "WebhookEndpoint")).toMatchObject({ state: "paused" });
    const changed = bodyOf<Endpoint>(await ask(service.url, "PATCH", path, { finalOnly: true, types: ["outcome"], platform: { entityId: "shop" } }), 200, "WebhookEndpoint");
    expect(changed).toMatchObject({ finalOnly: true, types: ["outcome"], platform: { entityId: "shop" } });
    await send({ platform: { entityId: "shop" } });
    await vi.waitFor(async () => expect(bodyOf<Endpoint>(await get(service.url, path), 200, "WebhookEndpoint")).toMatchObject({ waiting: 1 }), { timeout: 20_000 });
    await service.restart();
    expect(taken).toHaveLength(3);
    bodyOf(await post(service.url, `${path}/resume`, {}), 200, "WebhookEndpoint");
    await arrived(4);
    const report = verified(taken[3]!, endpoint.secret).data as unknown as { readonly id: string };
    expect(bodyOf(await post(service.url, `${path}/replay`, { reports: [report.id] }), 202, "WebhookReplay")).toEqual({ reports: 1 });
    await arrived(5);
    expect(taken[4]!.headers["webhook-id"]).toBe(report.id);
    expect(bodyOf(await post(service.url, `${path}/replay`, { from: "2020-01-01T00:00:00Z" }), 202, "WebhookReplay")).toEqual({ reports: 1 });
    await arrived(6);

    const page = bodyOf<{ items: readonly Endpoint[] }>(await get(service.url, "/v1/webhook-endpoints"), 200, "WebhookEndpointPage");
    expect(page.items.map(({ id }) => id)).toEqual([endpoint.id]);
    expect(JSON.stringify(page)).not.toContain(endpoint.secret);
    expect((await ask(service.url, "DELETE", path)).status).toBe(204);
    expect((await get(service.url, path)).status).toBe(404);
  });

  it("can be tried, have their secret replaced, and tell why they fail", async () => {
    const endpoint = bodyOf<Endpoint>(await post(service.url, "/v1/webhook-endpoints", { name: "crm", url, finalOnly: true }), 201, "IssuedWebhookEndpoint");
    const path = `/v1/webhook-endpoints/${endpoint.id}`;
    const rotated = bodyOf<Endpoint>(await post(service.url, `${path}/rotate-secret`, { overlap: "PT1H" }), 200, "IssuedWebhookEndpoint");
    expect(bodyOf(await post(service.url, `${path}/test`, {}), 200, "WebhookTest")).toMatchObject({ taken: true, status: 200 });
    for (const { secret } of [endpoint, rotated]) verified(taken[0]!, secret);
    status = 410;
    await send();
    await vi.waitFor(async () => expect(bodyOf<Endpoint>(await get(service.url, path), 200, "WebhookEndpoint")).toMatchObject({ state: "disabled", disabledReason: "gone" }), { timeout: 20_000 });
    const attempts = bodyOf<{ items: readonly object[] }>(await get(service.url, `${path}/attempts`), 200, "WebhookAttemptPage");
    expect(attempts.items).toMatchObject([{ attempt: 1, status: 410, code: "http-410" }]);
    expect(await post(service.url, `${path}/replay`, { from: "2020-01-01T00:00:00Z" })).toMatchObject({ status: 409, body: { code: "endpoint-disabled" } });
    expect(await post(service.url, "/v1/webhook-endpoints", { name: "inside", url: "https://169.254.169.254/" })).toMatchObject({ status: 422, body: { errors: [{ pointer: "/url", code: "address-refused" }] } });
    for (const bad of [{}, { reports: [] }, { reports: ["x"] }, { reports: ["x"], from: "2020-01-01T00:00:00Z" }]) expect((await post(service.url, `${path}/replay`, bad)).status).toBe(400);
    expect((await ask(service.url, "DELETE", path)).status).toBe(204);
  });

  it("go to an address that a message names, signed by the project's own secret", async () => {
    const refused = await send({ webhooks: { delivery: { url } } });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: "/webhooks", code: "no-webhook-secret" }] } });
    expect((await get(service.url, "/v1/webhook-secret")).status).toBe(404);
    const { secret } = bodyOf<{ secret: string }>(await post(service.url, "/v1/webhook-secret/rotate", {}), 200, "IssuedMessageWebhookSecret");
    bodyOf(await get(service.url, "/v1/webhook-secret"), 200, "MessageWebhookSecret");
    bodyOf(await send({ webhooks: { delivery: { url, finalOnly: true } } }), 202, "Message");
    await arrived(1);
    expect(verified(taken[0]!, secret).data).toMatchObject({ final: true });
  });

  it("are not taken up without a key to keep their secrets under", async () => {
    const bare = await startService({ environment: { TODOKE_SECRETS_KEY: "" } });
    expect(await post(bare.url, "/v1/webhook-endpoints", { name: "crm", url: "https://example.com/" })).toMatchObject({ status: 409, body: { code: "no-secrets-key" } });
    await bare.close();
  });
});
