import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startSimulator, type Simulator } from "@todoke/simulator";
import type { Adapter, SendRequest } from "@todoke/core";
import { createLine, type Line } from "./index.ts";

const userId = (digit: string) => `U${digit.repeat(32)}`;
const friend = userId("a");
const blocked = userId("b");
const stranger = userId("c");
const nobody = userId("d");
const group = `C${"e".repeat(32)}`;
const options = { timeoutMs: 2000 };

let simulator: Simulator;
let line: Line;
let adapter: Adapter;

async function start(settings: { monthlyQuota?: number; pushesPerHour?: number } = {}) {
  const { monthlyQuota, pushesPerHour } = settings;
  simulator = await startSimulator({
    people: [
      { lineUserId: friend, line: "friend" },
      { lineUserId: blocked, line: "blocked" },
      { lineUserId: stranger, line: "not-friend" },
    ],
    line: {
      channelAccessToken: "line-token",
      groups: [{ groupId: group, members: 5 }],
      ...(monthlyQuota !== undefined && { monthlyQuota }),
      limits: pushesPerHour === undefined ? "off" : { push: { requests: pushesPerHour, perMs: 3_600_000 } },
    },
  });
  line = createLine({ channelAccessToken: "line-token", apiBaseUrl: simulator.url });
  adapter = line.adapter;
}

async function stop() {
  await line.close();
  await simulator.close();
}

function push(to: string, change: Partial<SendRequest> = {}): SendRequest {
  const payload = { messages: [{ type: "text", text: "Hello" }] };
  return { attemptId: randomUUID(), to, payload, endpoint: "push", purpose: "notice", ...change };
}

describe("addresses", () => {
  beforeAll(() => start());
  afterAll(stop);

  test.each([friend, group, `R${"0".repeat(32)}`])("%s is one", (address) => {
    expect(adapter.address.parse(address)).toEqual({ ok: true, address });
  });

  test.each(["", "aiko", "@official", friend.toUpperCase(), `${friend}0`, ` ${friend}`, `X${"a".repeat(32)}`])(
    "%j is none",
    (address) => {
      expect(adapter.address.parse(address)).toMatchObject({ ok: false });
    },
  );
});

describe("push", () => {
  beforeAll(() => start());
  afterAll(stop);

  test("is accepted under the attempt's id, with the id of each message", async () => {
    const messages = [
      { type: "text", text: "One" },
      { type: "text", text: "Two" },
    ];
    const request = push(friend, { payload: { messages } });
    const receipt = await adapter.send(request, options);
    expect(receipt).toMatchObject({ evidence: "accepted", duplicate: false, requestId: expect.any(String) });
    expect(receipt.providerMessageIds).toHaveLength(2);
    expect(simulator.ledger().at(-1)).toMatchObject({
      endpoint: "push",
      to: [friend],
      retryKey: request.attemptId,
      requestId: receipt.requestId,
      providerMessageIds: receipt.providerMessageIds,
    });
  });

  test("goes to groups too", async () => {
    await expect(adapter.send(push(group), options)).resolves.toMatchObject({ evidence: "accepted" });
  });

  test("an address inside the payload never replaces the recipient's", async () => {
    await adapter.send(push(friend, { payload: { to: group, messages: [{ type: "text", text: "a" }] } }), options);
    expect(simulator.ledger().at(-1)).toMatchObject({ to: [friend] });
  });

  test("a person who blocked the account is accepted: a 200 is no evidence of reach", async () => {
    await expect(adapter.send(push(blocked), options)).resolves.toMatchObject({ evidence: "accepted" });
    expect(adapter.evidence).toMatchObject({ best: "accepted", negative: false });
  });

  test("repeated under its key is a success that changed nothing, with the first call's ids", async () => {
    const request = push(friend);
    const first = await adapter.send(request, options);
    const accepted = simulator.ledger().length;
    await expect(adapter.send(request, options)).resolves.toEqual({ ...first, duplicate: true });
    expect(simulator.ledger()).toHaveLength(accepted);
  });

  test("an id that the channel does not know is the recipient's fault", async () => {
    const request = push(nobody);
    await expect(adapter.send(request, options)).rejects.toMatchObject({
      class: "recipient",
      providerCode: "failed-to-send-messages",
      retryKey: request.attemptId,
    });
  });

  test("content that LINE refuses is the content's fault", async () => {
    const sent = adapter.send(push(friend, { payload: { messages: [] } }), options);
    await expect(sent).rejects.toMatchObject({ class: "content", providerCode: "http-400" });
  });

  test("a wrong token is the sender's fault, and no error repeats it", async () => {
    const wrong = createLine({ channelAccessToken: "stale-secret-token", apiBaseUrl: simulator.url });
    const error: unknown = await wrong.adapter.send(push(friend), options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ class: "sender", providerCode: "http-401" });
    expect(String(error) + JSON.stringify(error)).not.toMatch(new RegExp(`stale-secret-token|${friend}|Hello`));
    await wrong.close();
  });
});

describe("push, when the answer is lost", () => {
  beforeEach(async () => {
    await start();
    return stop;
  });

  test.each(["timeout", "reset", "garbage"] as const)(
    "%s: the outcome is open, and the key settles it",
    async (kind) => {
      simulator.addFault({ endpoint: "push", fault: { kind, accepted: true } });
      const request = push(friend);
      await expect(adapter.send(request, { timeoutMs: 150 })).rejects.toMatchObject({
        class: "ambiguous",
        retryKey: request.attemptId,
      });
      await expect(adapter.send(request, options)).resolves.toMatchObject({ duplicate: true });
      expect(simulator.ledger()).toHaveLength(1);
    },
  );

  test("and LINE had not accepted it, the key sends it once", async () => {
    simulator.addFault({ endpoint: "push", fault: { kind: "status", status: 500, accepted: false } });
    const request = push(friend);
    await expect(adapter.send(request, options)).rejects.toMatchObject({
      class: "ambiguous",
      providerCode: "http-500",
    });
    await expect(adapter.send(request, options)).resolves.toMatchObject({ duplicate: false });
    expect(simulator.ledger()).toHaveLength(1);
  });

  test("a signal ends the call and leaves it open", async () => {
    simulator.addFault({ endpoint: "push", fault: { kind: "timeout", accepted: true } });
    const controller = new AbortController();
    const sent = adapter.send(push(friend), { timeoutMs: 60_000, signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await expect(sent).rejects.toMatchObject({ class: "ambiguous", providerCode: "aborted" });
  });

  test("a 503 and a closed door are known not to have been accepted", async () => {
    simulator.addFault({ endpoint: "push", fault: { kind: "status", status: 503 } });
    await expect(adapter.send(push(friend), options)).rejects.toMatchObject({ class: "unavailable" });
    const closed = createLine({ channelAccessToken: "line-token", apiBaseUrl: "http://127.0.0.1:1" });
    await expect(closed.adapter.send(push(friend), options)).rejects.toMatchObject({
      class: "unavailable",
      providerCode: "ECONNREFUSED",
    });
    await closed.close();
  });
});

describe("the two kinds of 429", () => {
  test("the monthly limit is the quota", async () => {
    await start({ monthlyQuota: 1 });
    await adapter.send(push(friend), options);
    await expect(adapter.send(push(friend), options)).rejects.toMatchObject({
      class: "quota",
      providerCode: "monthly-limit",
    });
    await stop();
  });

  test("the rate limit is throttling", async () => {
    await start({ pushesPerHour: 1 });
    await adapter.send(push(friend), options);
    await expect(adapter.send(push(friend), options)).rejects.toMatchObject({
      class: "throttled",
      providerCode: "http-429",
    });
    await stop();
  });
});

describe("multicast", () => {
  beforeAll(() => start());
  afterAll(stop);

  const multicast = (to: readonly string[]) => ({ ...push(""), endpoint: "multicast", to });

  test("carries one payload to many under one key, and returns no message ids", async () => {
    const request = multicast([friend, blocked]);
    const receipt = await adapter.bulk?.send(request, options);
    expect(receipt).toMatchObject({ evidence: "accepted", providerMessageIds: [], duplicate: false });
    expect(simulator.ledger().at(-1)).toMatchObject({
      endpoint: "multicast",
      to: [friend, blocked],
      retryKey: request.attemptId,
    });
    await expect(adapter.bulk?.send(request, options)).resolves.toMatchObject({
      duplicate: true,
      requestId: receipt?.requestId,
    });
  });

  test("names the one recipient for whom all were refused", async () => {
    const sent = adapter.bulk?.send(multicast([friend, "no-id"]), options);
    await expect(sent).rejects.toMatchObject({ class: "recipient", failedIndex: 1 });
  });

  test("is for users only", () => {
    expect(adapter.bulk?.accepts(friend)).toBe(true);
    expect(adapter.bulk?.accepts(group)).toBe(false);
  });
});

describe("reachability", () => {
  beforeAll(() => start());
  afterAll(stop);

  test.each([
    [friend, "reachable", "profile-200"],
    [blocked, "unreachable", "profile-404"],
    [stranger, "unreachable", "profile-404"],
    [nobody, "unreachable", "profile-404"],
  ])("%s", async (address, reachability, providerCode) => {
    await expect(adapter.reachability?.check(address, options)).resolves.toEqual({ reachability, providerCode });
  });

  test("a failing question is an error, never an answer", async () => {
    simulator.addFault({ endpoint: "profile", fault: { kind: "status", status: 404, body: "<html>Not found</html>" } });
    await expect(adapter.reachability?.check(friend, options)).rejects.toMatchObject({ class: "sender" });
    simulator.addFault({ endpoint: "profile", fault: { kind: "reset", accepted: false } });
    await expect(adapter.reachability?.check(friend, options)).rejects.toMatchObject({ class: "unavailable" });
  });

  test("groups have no profile", () => {
    expect(adapter.reachability?.canCheck(group)).toBe(false);
  });
});
