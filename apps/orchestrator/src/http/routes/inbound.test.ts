import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../../testing/call-service.ts";
import { type RunningService, startService } from "../../testing/start-service.ts";

const sid = `SM${"1".repeat(32)}`;
const person = `U${"3".repeat(32)}`;

let service: RunningService;

beforeAll(async () => {
  service = await startService({ simulator: { people: [{ line: "friend", lineUserId: person, phone: "+819044444444" }] } });
});

afterAll(() => service.close());

// Spaces that no serialiser would write: the signature is over these very bytes.
const body = `{ "destination" : "U0" ,  "events" : [] }`;

function signature(secret: string): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

describe("POST /v1/inbound/{accountId}", () => {
  it("takes in bytes that LINE signed, with an empty answer", async () => {
    const answer = await post(service.url, "/v1/inbound/line", body, { "x-line-signature": signature("line-secret") });
    expect(answer).toMatchObject({ status: 200, body: "" });
  });

  it.each([
    ["signed with another secret", { "x-line-signature": signature("another") }],
    ["without a signature", {}],
  ])("refuses bytes %s", async (_name, headers) => {
    const answer = await post(service.url, "/v1/inbound/line", body, headers);
    expect(answer).toMatchObject({ status: 401, body: { code: "invalid-signature", status: 401 } });
  });

  it("refuses signed bytes of which one was changed", async () => {
    const changed = body.replace("U0", "U1");
    const answer = await post(service.url, "/v1/inbound/line", changed, { "x-line-signature": signature("line-secret") });
    expect(answer.status).toBe(401);
  });

  it.each(["nobody", "%00", "line%2F..%2Ftwilio"])("knows no account %s", async (accountId) => {
    const answer = await post(service.url, `/v1/inbound/${accountId}`, body);
    expect(answer).toMatchObject({ status: 404, body: { code: "not-found" } });
  });

  it("believes Twilio's signature over the public address, which a proxy may have shortened", async () => {
    const shielded = await startService({ environment: { PUBLIC_BASE_URL: "https://example.com/todoke/" } });
    const path = "/v1/inbound/twilio?token=a%20b";
    const sign = (url: string) => createHmac("sha1", "twilio-token").update(`${url}MessageSid${sid}`).digest("base64");
    const call = (url: string) =>
      post(shielded.url, path, `MessageSid=${sid}`, {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": sign(url),
      });
    expect((await call(`https://example.com/todoke${path}`)).status).toBe(200);
    expect((await call(`${shielded.url}${path}`)).status).toBe(401);
    await shielded.close();
  });

  it("refuses more than a webhook can be", async () => {
    const answer = await post(service.url, "/v1/inbound/line", "a".repeat(1024 * 1024 + 1));
    expect(answer).toMatchObject({ status: 413, body: { code: "body-too-large" } });
  });

  it("hears from LINE that a person blocked the account, and sends them an SMS without trying LINE", async () => {
    service.simulator.setPerson(person, { line: "blocked" });
    await service.simulator.settled();
    const submitted = await post(service.url, "/v1/messages", { to: [{ addresses: { line: person, phone: "+819044444444" } }], text: "hi" });
    const { id } = submitted.body as { id: string };
    await vi.waitFor(
      async () => expect((await get(service.url, `/v1/messages/${id}`)).body).toMatchObject({
        counts: { outcomes: [{ outcome: "delivered", succeeded: true, channel: "sms", count: 1 }] },
      }),
      { timeout: 20_000, interval: 50 },
    );
    expect(service.simulator.ledger().map(({ provider }) => provider)).toEqual(["twilio"]);
  });
});
