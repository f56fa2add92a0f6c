import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator } from "@todoke/simulator";
import { putEmbeddedDatabase } from "@todoke/test-databases";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { composeOrchestrator } from "./compose.ts";
import { readConfiguration } from "./config.ts";
import { tellFirstKey } from "./first-key.ts";
import type { Orchestrator } from "./orchestrator.ts";
import { startUpFailure } from "./start-up-failure.ts";
import { get, post } from "./testing/call-service.ts";
import { startService } from "./testing/start-service.ts";
import { testKey, withTestKey } from "./testing/test-key.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "todoke-orchestrator-"));
  await putEmbeddedDatabase(join(folder, ".todoke"));
});

afterEach(() => rm(folder, { recursive: true }));

function compose(environment: Record<string, string> = {}): Promise<Orchestrator> {
  return composeOrchestrator(readConfiguration({ PORT: "0", LOG_LEVEL: "silent", TODOKE_API_KEY: testKey, ...environment }, folder));
}

describe("the start", { timeout: 60_000 }, () => {
  it("says in one line that another process has the data folder", async () => {
    const first = await compose();
    const failure = await compose().then(() => "it started", startUpFailure);
    expect(failure).toContain(join(folder, ".todoke"));
    expect(failure).not.toContain("\n");
    await first.stop();
  });

  it("says in one line that the port is in use, and lets go of the data folder", async () => {
    const occupant = createServer();
    await new Promise<void>((resolve) => occupant.listen(0, "127.0.0.1", resolve));
    const { port } = occupant.address() as { port: number };
    const orchestrator = await compose({ PORT: String(port) });
    expect(await orchestrator.start().then(() => "it started", startUpFailure)).toMatch(/^PORT: /);
    await new Promise((resolve) => occupant.close(resolve));

    const next = await compose();
    await next.stop();
  });

  it("says that nobody answers at the database's address", async () => {
    const failure = await compose({ DATABASE_URL: "postgresql://127.0.0.1:1/todoke" }).then(() => "it started", startUpFailure);
    expect(failure).toMatch(/^DATABASE_URL: /);
  });

  it("takes no message for a channel that no account carries", async () => {
    const orchestrator = await compose({ LINE_CHANNEL_ACCESS_TOKEN: "t" });
    const url = await orchestrator.start();
    const answer = await post(url, "/v1/messages", { to: [{ addresses: { phone: "+819012345678" } }], text: "a", plan: { steps: [{ channel: "sms" }] } });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/plan/steps/0/channel" }] } });
    await orchestrator.stop();
  });
});

describe("the first key", { timeout: 60_000 }, () => {
  it("is made and told at the first start alone, and lets its holder in", async () => {
    const told: string[] = [];
    for (const _start of ["first", "second"]) {
      const environment = { TODOKE_API_KEY: "" };
      const orchestrator = await compose(environment);
      const url = await orchestrator.start();
      await tellFirstKey(orchestrator.engines, readConfiguration(environment, folder), (text) => told.push(text));
      const key = /tdk_\S+/.exec(told.join(""))?.[0];
      expect((await get(url, "/v1/messages", { authorization: `Bearer ${key}` })).status).toBe(200);
      expect((await get(url, "/v1/messages")).status).toBe(401);
      await orchestrator.stop();
    }
    expect(told).toHaveLength(1);
  });

  it("is not made where the operator brought one", async () => {
    const orchestrator = await compose();
    await tellFirstKey(orchestrator.engines, { apiKey: testKey }, () => expect.fail("there is none to tell"));
    await orchestrator.stop();
  });
});

describe("the stop", { timeout: 60_000 }, () => {
  it("answers a request that is under way, and lets nobody else in", async () => {
    const service = await startService();
    const body = JSON.stringify({ to: [{ addresses: { phone: "+819012345678" } }], text: "hello" });
    const request = httpRequest(`${service.url}/v1/messages`, {
      method: "POST",
      headers: { ...withTestKey, "content-type": "application/json", "content-length": Buffer.byteLength(body), expect: "100-continue" },
    });
    request.flushHeaders();
    await once(request, "continue");

    const stopped = service.stop();
    request.end(body);
    const [answer] = (await once(request, "response")) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(202);
    await stopped;
    await expect(get(service.url, "/healthz")).rejects.toThrow();
    await service.close();
  });

  it("waits for the call to a provider that is under way and writes its outcome, and may be asked for twice", async () => {
    const friend = `U${"1".repeat(32)}`;
    const simulator = await startSimulator({ people: [{ line: "friend", lineUserId: friend }], latencyMs: { min: 500, max: 500 } });
    const line = { LINE_CHANNEL_ACCESS_TOKEN: "line-token", LINE_API_BASE_URL: simulator.url };
    const first = await compose(line);
    const { body } = await post(await first.start(), "/v1/messages", { to: [{ addresses: { line: friend } }], text: "hello" });
    await vi.waitFor(() => expect(simulator.statistics().endpoints.push.requests).toBe(1), { timeout: 20_000, interval: 10 });
    await Promise.all([first.stop(), first.stop()]);

    const second = await compose(line);
    const { id } = body as { id: string };
    expect((await get(await second.start(), `/v1/messages/${id}`)).body).toMatchObject({
      status: "completed",
      counts: { outcomes: [{ outcome: "accepted", succeeded: true, count: 1 }] },
    });
    await second.stop();
    expect(simulator.statistics().endpoints.push.requests).toBe(1);
    await simulator.close();
  });

  it("leaves a data folder that the next start takes up", async () => {
    const first = await compose({ LINE_CHANNEL_ACCESS_TOKEN: "t", LINE_API_BASE_URL: "http://127.0.0.1:1" });
    const { body } = await post(await first.start(), "/v1/messages", { to: [{ addresses: { line: `U${"1".repeat(32)}` } }], text: "kept" });
    await first.stop();
    const second = await compose({ LINE_CHANNEL_ACCESS_TOKEN: "t", LINE_API_BASE_URL: "http://127.0.0.1:1" });
    const { id } = body as { id: string };
    expect((await get(await second.start(), `/v1/messages/${id}`)).body).toMatchObject({ id, content: { text: "kept" } });
    await second.stop();
  });
});
