import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { validateSignature } from "@line/bot-sdk";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { noEnvironmentAccounts, simulatedAccounts } from "../testing/simulated-accounts.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const lineUserId = `U${"1".repeat(32)}`;

interface Taken {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The customer's bot: keeps what it is posted, and answers in turn with these statuses, then 200. */
class Receiver {
  readonly taken: Taken[] = [];
  statuses: number[] = [];
  #server: Server | undefined;
  port = 0;

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { url = "", headers } = request;
        this.taken.push({ url, headers, body: Buffer.concat(chunks) });
        const status = this.statuses.shift() ?? 200;
        response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end("ok");
      });
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  }
}

describe.each(oneTestDatabase)("requests are passed on, on $name", ({ environment, drop }) => {
  const receiver = new Receiver();
  let service: RunningService;

  beforeAll(async () => {
    await receiver.open();
    const accounts = simulatedAccounts({ forwardTo: `http://127.0.0.1:${receiver.port}/bot?key=hidden` });
    service = await startService({
      environment: { ...environment, ...noEnvironmentAccounts },
      configuration: { accounts },
      simulator: { people: [{ lineUserId, line: "friend" }] },
    });
  }, 60_000);

  beforeEach(() => {
    receiver.taken.length = 0;
    receiver.statuses = [];
  });

  afterAll(async () => {
    await service.close();
    await receiver.close();
    await drop();
  });

  const relay = async () => {
    const { body } = await get(service.url, "/v1/accounts/line");
    expect(answerErrors("Account", body)).toEqual([]);
    return (body as { relay: { waiting: number; lastFailure?: { code: string } } }).relay;
  };
  const arrived = (count: number) =>
    vi.waitFor(() => expect(receiver.taken).toHaveLength(count), { timeout: 20_000, interval: 20 });
  const settled = () => vi.waitFor(async () => expect(await relay()).toMatchObject({ waiting: 0 }), { timeout: 20_000, interval: 50 });
  const writes = async (text: string) => {
    service.simulator.personWrites(lineUserId, text);
    await service.simulator.settled();
  };
  const textOf = ({ body }: Taken) =>
    (JSON.parse(body.toString("utf8")) as { events: { message?: { text: string } }[] }).events[0]?.message?.text;
  const isGenuine = ({ headers, body }: Taken) => validateSignature(body, "line-secret", String(headers["x-line-signature"]));

  it("byte for byte, so that LINE's signature still fits", async () => {
    // Spaces and escapes that no serialiser would write.
    const body = `{ "destination" : "U0" ,  "events" : [], "note": "\\ud83e\\udd28 届け" }`;
    const signature = createHmac("sha256", "line-secret").update(body).digest("base64");
    const answer = await post(service.url, "/v1/inbound/line", body, {
      "x-line-signature": signature,
      "content-type": "application/json; charset=utf-8",
      "user-agent": "LineBotWebhook/2.0",
      "x-forwarded-for": "192.0.2.1",
    });
    expect(answer).toMatchObject({ status: 200, body: "" });
    await arrived(1);
    const [taken] = receiver.taken;
    expect(taken!.body.toString("utf8")).toBe(body);
    expect(isGenuine(taken!)).toBe(true);
    expect(taken).toMatchObject({
      url: "/bot?key=hidden",
      headers: { "content-type": "application/json; charset=utf-8", "user-agent": "LineBotWebhook/2.0" },
    });
    expect(taken!.headers).not.toHaveProperty("x-forwarded-for");
    await settled();
    expect(await relay()).toEqual({ forwardTo: `http://127.0.0.1:${receiver.port}/bot`, waiting: 0, givenUp: 0 });
  });

  it("only where LINE signed them, and copies too", async () => {
    const body = JSON.stringify({ destination: "U0", events: [] });
    await post(service.url, "/v1/inbound/line", body, { "x-line-signature": "AAAA" });
    await writes("once");
    await arrived(1);
    const [{ body: bytes, headers }] = receiver.taken as [Taken];
    await post(service.url, "/v1/inbound/line", bytes.toString("utf8"), { "x-line-signature": String(headers["x-line-signature"]) });
    await arrived(2);
    expect(receiver.taken.map(({ body: each }) => each.equals(bytes))).toEqual([true, true]);
  });

  it("again where the receiver fails, and nobody else waits for that", async () => {
    receiver.statuses = [500];
    await writes("first");
    await vi.waitFor(async () => expect(await relay()).toMatchObject({ waiting: 1, lastFailure: { code: "http-500" } }), { timeout: 5_000, interval: 10 });
    receiver.statuses = [200, 302];
    await writes("second");
    await arrived(4);
    await settled();
    expect(receiver.taken.map(textOf)).toEqual(["first", "second", "first", "first"]);
    expect(receiver.taken.map(({ url }) => url)).toEqual(Array(4).fill("/bot?key=hidden"));
    expect(receiver.taken.every(isGenuine)).toBe(true);
  });

  it("after a restart, when the receiver was down before it and is up after it", async () => {
    await receiver.close();
    await writes("kept");
    await vi.waitFor(async () => expect(await relay()).toMatchObject({ waiting: 1, lastFailure: { code: "ECONNREFUSED" } }), { timeout: 5_000, interval: 10 });
    await service.restart();
    await receiver.open();
    await arrived(1);
    await settled();
    expect(receiver.taken.map(textOf)).toEqual(["kept"]);
    expect(receiver.taken.every(isGenuine)).toBe(true);
  });
});
