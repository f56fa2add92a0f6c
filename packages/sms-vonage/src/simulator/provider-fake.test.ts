import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { InboundRequest } from "@todoke/core";
import { startSimulator, type HandsetState, type Simulator } from "@todoke/simulator";
import { Auth } from "@vonage/auth";
import { verifySignature } from "@vonage/jwt";
import { Messages, SMS } from "@vonage/messages";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createVonageSms } from "../create-vonage-sms.ts";
import { applicationId, newKeys, privateKey, publicKey, signatureSecret } from "../testing/keys.ts";
import { providerFake } from "./provider-fake.ts";

const phone = "+819012345678";
const from = "815012345678";

let simulator: Simulator;
let receiver: { readonly url: string; readonly received: InboundRequest[]; answers: number[]; close(): void };

beforeEach(async () => {
  receiver = await startReceiver();
  simulator = await startSimulator({
    people: [{ phone }],
    providers: [{ fake: providerFake, settings: { publicKey, statusUrl: receiver.url, inboundUrl: receiver.url } }],
  });
});
afterEach(async () => {
  await simulator.close();
  receiver.close();
});

async function startReceiver() {
  const received: InboundRequest[] = [];
  const made = { received, answers: [] as number[], url: "", close: () => void server.close() };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = { authorization: request.headers.authorization, "content-type": request.headers["content-type"] };
      received.push({ method: "POST", url: made.url + (request.url ?? ""), headers, body: Buffer.concat(chunks) });
      response.writeHead(made.answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  made.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return made;
}

function officialClient(key: string) {
  return new Messages(new Auth({ applicationId, privateKey: key }), { apiHost: `${simulator.url}/vonage` });
}

const send = (text = "Hello", key = privateKey) => officialClient(key).send(new SMS({ channel: "sms", messageType: "text", to: phone.slice(1), from, text, clientRef: "order-42" }));
const posted = () => receiver.received.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>);

async function later(ms: number): Promise<void> {
  simulator.advanceClock(ms);
  await simulator.settled();
}

describe("the fake", () => {
  it("answers Vonage's own client", async () => {
    const { messageUUID } = await send();
    expect(simulator.ledger()).toMatchObject([{ provider: "vonage", to: [phone], providerMessageIds: [messageUUID] }]);
  });

  it("refuses a token that another key has signed", async () => {
    await expect(send("Hello", newKeys().privateKey)).rejects.toThrow("401");
    expect(simulator.ledger()).toEqual([]);
  });

  it.each<[HandsetState, readonly (readonly [string, string?])[]]>([
    ["on", [["submitted"], ["delivered"]]],
    ["off", [["submitted"], ["rejected", "1180"]]],
    ["unknown-number", [["submitted"], ["rejected", "1190"]]],
    ["filtered", [["submitted"], ["rejected", "1210"]]],
    ["silent", [["submitted"]]],
    ["landline", [["rejected", "1260"]]],
    ["opted-out", [["rejected", "1240"]]],
  ])("reports what becomes of a message to a handset that is %s", async (handset, statuses) => {
    simulator.setPerson(phone, { handset });
    const { messageUUID } = await send();
    await later(60_000);
    expect(posted()).toMatchObject(
      statuses.map(([status, title]) => ({
        message_uuid: messageUUID,
        client_ref: "order-42",
        channel: "sms",
        status,
        ...(title !== undefined && { error: { title } }),
      })),
    );
  });

  it("signs its webhooks so that Vonage's own package and the adapter believe them", async () => {
    await send();
    await later(60_000);
    const { webhook } = createVonageSms({ applicationId, privateKey, from: `+${from}`, signatureSecrets: [signatureSecret] });
    expect(receiver.received).toHaveLength(2);
    for (const request of receiver.received) {
      const token = request.headers["authorization"]?.replace("Bearer ", "") ?? "";
      expect(verifySignature(token, signatureSecret)).toBe(true);
      expect(() => webhook.verify(request)).not.toThrow();
    }
    expect(receiver.received.flatMap((request) => webhook.parse(request))).toMatchObject([
      { type: "evidence", evidence: "accepted" },
      { type: "evidence", evidence: "delivered" },
    ]);
  });

  it("posts again what was answered 503, twice as late each time, and not what was answered 404", async () => {
    receiver.answers = [503, 404, 503];
    await send();
    const counts: number[] = [];
    for (const ms of [100, 5_000, 9_000, 1_000, 24 * 3_600_000]) {
      await later(ms);
      counts.push(receiver.received.length);
    }
    expect(counts).toEqual([2, 3, 3, 4, 4]);
    expect(posted().map(({ status }) => status)).toEqual(["submitted", "delivered", "submitted", "submitted"]);
  });

  it("posts what people write, and takes their STOP", async () => {
    await send();
    await later(60_000);
    simulator.personWrites(phone, "stop");
    await simulator.settled();
    expect(posted().at(-1)).toMatchObject({ from: phone.slice(1), to: from, text: "stop", sms: { keyword: "STOP" } });
    await send();
    await later(60_000);
    expect(posted().at(-1)).toMatchObject({ status: "rejected", error: { title: "1240" } });
  });

  it.each([
    [{ to: phone }, "1430"],
    [{ from: "" }, "1420"],
    [{ text: "x".repeat(1_001) }, "1020"],
    [{ ttl: 19 }, "1130"],
    [{ client_ref: "x".repeat(101) }, "1020"],
    [{ webhook_url: "no address" }, "1020"],
    [{ channel: "mms" }, "1020"],
  ])("refuses %j with code %s", async (change, code) => {
    const answer = await fetch(`${simulator.url}/vonage/v1/messages`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("vonage-key:vonage-secret")}`, "content-type": "application/json" },
      body: JSON.stringify({ channel: "sms", message_type: "text", to: "819012345678", from, text: "Hello", ...change }),
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ type: `https://developer.vonage.com/api-errors/messages#${code}` });
  });

  it.each([
    [{ messageRate: -1 }, "messageRate must be a number"],
    [{ statusUrl: "here" }, "statusUrl must be an address"],
    [{ apiKeys: "x" }, "apiKeys is not known here"],
  ])("names the wrong setting in %j", async (settings, reason) => {
    await expect(startSimulator({ providers: [{ fake: providerFake, settings }] })).rejects.toThrow(
      `providers[0].settings is refused: ${reason}`,
    );
  });
});
