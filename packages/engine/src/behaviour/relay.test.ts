import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { InboundMessageEvent } from "@todoke/core";
import { afterAll, describe, expect, it } from "vitest";
import { createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { oneTestDatabase, testDatabases } from "../testing/test-databases.ts";
import { advance, openTestEngine, until, useEngine } from "../testing/test-engine.ts";

const hour = 3_600_000;

/** A receiver that holds each request until the test answers it. */
const held = new Map<string, ServerResponse>();
const receiver = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    const [{ eventId }] = JSON.parse(body) as [InboundMessageEvent];
    held.set(eventId, response);
  });
});

await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const forwardTo = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

async function answer(eventId: string, status: number): Promise<void> {
  const response = await until(`${eventId} is posted`, () => held.get(eventId));
  held.delete(eventId);
  response.writeHead(status).end();
}

function said(eventId: string): InboundMessageEvent {
  return { type: "inbound", eventId, addressKind: "line", address: "person", providerCode: "message", payload: {}, at: new Date() };
}

describe.each(oneTestDatabase)("relayed requests on $name", (database) => {
  const { adapter } = createScriptedChannel({ channel: "line", kind: "line" });
  const told: string[] = [];
  const shared = useEngine(database, {
    accounts: [{ id: "line", adapters: [adapter], forwardTo }],
    observer: (observation) => void (observation.type === "relay" && told.push(`${observation.account} ${observation.result}`)),
  });
  const arrives = (eventId: string) => shared.engine.receive("line", inboundRequest([said(eventId)]));
  const relay = () => shared.engine.relays.relay("line");

  it("do not wait for one that is not answered", async () => {
    await arrives("hangs");
    await until("it is posted", () => held.get("hangs"));
    for (const eventId of ["quick-1", "quick-2"]) {
      await arrives(eventId);
      await answer(eventId, 200);
    }
    await until("the others are through", async () => (await relay())?.waiting === 1);
    await answer("hangs", 204);
    await until("it is through", async () => (await relay())?.waiting === 0);
  });

  it("are tried for a day, and then given up, and each try is told", async () => {
    const start = told.length;
    await arrives("unwanted");
    await answer("unwanted", 500);
    await until("it failed", async () => (await relay())?.lastFailure?.code === "http-500");
    await advance(23 * hour, shared);
    await answer("unwanted", 410);
    await until("it failed again", async () => (await relay())?.lastFailure?.code === "http-410");
    expect(await relay()).toMatchObject({ waiting: 1, givenUp: 0 });
    await advance(2 * hour, shared);
    await answer("unwanted", 503);
    await until("it is given up", async () => (await relay())?.givenUp === 1);
    expect(await relay()).toMatchObject({ waiting: 0, lastFailure: { code: "http-503" } });
    await advance(24 * hour, shared);
    await arrives("wanted");
    await answer("wanted", 200);
    await until("it is through", async () => (await relay())?.waiting === 0);
    expect(held.size).toBe(0);
    await until("all is told", () => told.length - start === 4);
    expect(told.slice(start)).toEqual(["line failed", "line failed", "line given-up", "line taken"]);
    expect(await shared.engine.relays.relay("nobody")).toBeUndefined();
  });
});

it.each(["ftp://example.com", "https://name:password@example.com", "https://"])("%s is refused before anything starts", async (forwardTo) => {
  const { adapter } = createScriptedChannel({ channel: "line", kind: "line" });
  const created = await testDatabases[0]!.create();
  const accounts = [{ id: "line", adapters: [adapter], forwardTo }];
  await expect(openTestEngine({ accounts, database: created.settings })).rejects.toMatchObject({
    code: "invalid-configuration",
    message: expect.not.stringContaining("password@"),
  });
  await created.drop();
});
