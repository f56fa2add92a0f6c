import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { ask, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

interface ProviderAudience {
  readonly id: string;
  readonly status: string;
  readonly members: number | null;
}

const userId = (index: number) => `U${index.toString(16).padStart(32, "0")}`;
const userIds = (count: number) => Array.from({ length: count }, (_, index) => userId(index));
const people = userIds(200).map((lineUserId, index) => ({ line: "friend" as const, lineUserId, phone: `+8190${12_340_000 + index}` }));
const base = "/v1/accounts/line/provider-audiences";
const uploadMs = 60_000;

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({
      environment,
      simulator: { people, line: { limits: "off", audienceUploadMs: uploadMs, engagement: { impressionRate: 0.9, clickRate: 0.5 } } },
    });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  async function make(body: object, path = ""): Promise<ProviderAudience> {
    const answer = await post(service.url, base + path, body);
    expect(answer).toMatchObject({ status: 202 });
    expect(answerErrors("ProviderAudience", answer.body)).toEqual([]);
    return answer.body as ProviderAudience;
  }

  async function seen(id: string): Promise<unknown> {
    const { body } = await get(service.url, `${base}/${id}`);
    expect(answerErrors("ProviderAudienceDetail", body)).toEqual([]);
    return body;
  }

  async function completed(id: string): Promise<unknown> {
    return vi.waitFor(
      async () => {
        service.simulator.advanceClock(60 * 60_000);
        const { body } = await get(service.url, `/v1/messages/${id}`);
        expect(body).toMatchObject({ status: "completed" });
        return body;
      },
      { timeout: 20_000, interval: 100 },
    );
  }

  it("are made, filled, looked at, listed, renamed and deleted", async () => {
    const { id, status } = await make({ name: "Osaka", ids: userIds(3), note: "first" });
    expect(status).toBe("in-progress");
    service.simulator.advanceClock(uploadMs);
    expect(await seen(id)).toMatchObject({ name: "Osaka", type: "UPLOAD", status: "ready", members: 3, jobs: [{ note: "first", status: "finished" }] });

    await expect(post(service.url, `${base}/${id}/ids`, { ids: [userId(2), userId(3)] })).resolves.toMatchObject({ status: 202 });
    expect(await seen(id)).toMatchObject({ status: "ready", members: 3 });
    service.simulator.advanceClock(uploadMs);
    expect(await seen(id)).toMatchObject({ members: 4 });

    await expect(ask(service.url, "PATCH", `${base}/${id}`, { name: "Kobe" })).resolves.toMatchObject({ status: 204 });
    const listed = await get(service.url, `${base}?name=Kobe`);
    expect(listed).toMatchObject({ status: 200, body: { items: [{ id, name: "Kobe" }] } });
    expect(answerErrors("ProviderAudiencePage", listed.body)).toEqual([]);
    await expect(ask(service.url, "DELETE", `${base}/${id}`)).resolves.toMatchObject({ status: 204 });
    await expect(get(service.url, `${base}/${id}`)).resolves.toMatchObject({ status: 404, body: { code: "not-found" } });
    await expect(ask(service.url, "DELETE", `${base}/${id}`)).resolves.toMatchObject({ status: 404, body: { code: "not-found" } });
  });

  it("take in a text of many lines as it comes", async () => {
    const { id } = await make({ name: "Everybody" });
    const text = { "content-type": "text/plain" };
    const added = await post(service.url, `${base}/${id}/ids?note=by%20text`, `${userIds(12_000).join("\r\n")}\n\n`, text);
    expect(added).toMatchObject({ status: 202 });
    service.simulator.advanceClock(uploadMs);
    expect(await seen(id)).toMatchObject({ status: "ready", members: 12_000, jobs: [{ status: "finished", note: "by text" }, {}] });
    const wrong = await post(service.url, `${base}/${id}/ids`, [...userIds(11_000), "aiko"].join("\n"), text);
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: "/ids/11000", code: "wrong-format" }] } });
    await expect(post(service.url, `${base}/${id}/ids`, "x".repeat(100_000), text)).resolves.toMatchObject({ status: 422 });
  });

  it("have pages", async () => {
    for (let index = 0; index < 41; index += 1) await make({ name: `page ${index}` });
    const first = await get(service.url, base);
    const { items, nextCursor } = first.body as { items: readonly object[]; nextCursor: string };
    expect(items).toHaveLength(40);
    const second = (await get(service.url, `${base}?cursor=${nextCursor}`)).body as { items: readonly object[] };
    expect(second.items.length).toBeGreaterThan(0);
  });

  it("change nothing where one id is wrong", async () => {
    const { id } = await make({ name: "Whole", ids: userIds(2) });
    const refused = await post(service.url, `${base}/${id}/ids`, { ids: [userId(5), "aiko", userId(6), "ren"] });
    expect(refused).toMatchObject({ status: 422, body: { code: "invalid-request", errors: [{ pointer: "/ids/1" }, { pointer: "/ids/3" }] } });
    service.simulator.advanceClock(uploadMs);
    expect(await seen(id)).toMatchObject({ members: 2, jobs: [{ status: "finished" }] });
  });

  it("say that too much is under way at once", async () => {
    const { id } = await make({ name: "Busy", ids: [userId(0)] });
    const answers = [];
    for (let index = 1; index <= 10; index += 1) answers.push(await post(service.url, `${base}/${id}/ids`, { ids: [userId(index)] }));
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(9).fill(202), 429]);
    expect(answers.at(-1)?.body).toMatchObject({ code: "provider-throttled", errors: [{ code: "http-429" }] });
    service.simulator.advanceClock(uploadMs);
    await expect(post(service.url, `${base}/${id}/ids`, { ids: [userId(10)] })).resolves.toMatchObject({ status: 202 });
  });

  it("are made of those who saw and tapped a narrowcast, by the message's own id", async () => {
    const content = { type: "buttons", text: "Sale", buttons: [{ label: "Open", url: "https://example.com/sale" }] };
    const sent = await post(service.url, "/v1/messages", { audience: { type: "line-narrowcast" }, content });
    const { id: message } = sent.body as { id: string };
    await completed(message);
    const tapped = await make({ name: "Tapped", message, clickUrl: "https://example.com/sale" }, "/from-clicks");
    const saw = await make({ name: "Saw", message }, "/from-impressions");
    service.simulator.advanceClock(uploadMs);
    expect(await seen(tapped.id)).toMatchObject({ type: "CLICK", status: "ready", members: 100, clickUrl: "https://example.com/sale" });
    expect(await seen(saw.id)).toMatchObject({ type: "IMP", status: "ready", members: 180, requestId: expect.any(String) });
    const again = await post(service.url, `${base}/from-impressions`, { name: "Again", message });
    expect(again).toMatchObject({ status: 422, body: { code: "provider-refused", errors: [{ code: "audience-exists" }] } });
  });

  it.each([
    ["no such message", async () => `msg_${"0".repeat(32)}`, "unknown-message"],
    ["a message to people", async () => submitted({ to: [{ addresses: { line: userId(1) } }] }), "not-to-audience"],
  ])("are not made of %s", async (_name, messageOf, code) => {
    const answer = await post(service.url, `${base}/from-clicks`, { name: "Nobody", message: await messageOf() });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: "/message", code }] } });
  });

  async function submitted(body: object): Promise<string> {
    return ((await post(service.url, "/v1/messages", { text: "届け", ...body })).body as { id: string }).id;
  }

  it.each([
    ["a name on two lines", "", { name: "a\nb" }, 422, "/name"],
    ["a name of 121 characters", "", { name: "x".repeat(121) }, 422, "/name"],
    ["no name", "", { ids: [userId(1)] }, 400, "/name"],
    ["10,001 ids", "", { name: "Many", ids: userIds(10_001) }, 400, "/ids"],
    ["no ids", "/7/ids", { ids: [] }, 400, "/ids"],
    ["a note of 301 characters", "/7/ids", { ids: [userId(1)], note: "x".repeat(301) }, 400, "/note"],
    ["two sources", "/from-clicks", { name: "Two", message: `msg_${"0".repeat(32)}`, requestId: "r" }, 400, ""],
    ["an address that is none", "/from-clicks", { name: "Tapped", requestId: "r", clickUrl: "sale" }, 422, "/clickUrl"],
  ])("are refused for %s before any call", async (_name, path, body, status, pointer) => {
    const before = service.simulator.statistics().endpoints;
    const answer = await post(service.url, base + path, body);
    expect(answer).toMatchObject({ status, body: { errors: [expect.objectContaining({ pointer })] } });
    expect(service.simulator.statistics().endpoints).toEqual(before);
  });

  it("are words of the provider where it refuses", async () => {
    const unknown = await post(service.url, `${base}/from-clicks`, { name: "Old", requestId: "00000000-0000-4000-8000-000000000000" });
    expect(unknown).toMatchObject({ status: 422, body: { code: "provider-refused", errors: [{ code: "request-not-found" }] } });
    await expect(post(service.url, `${base}/12345/ids`, { ids: [userId(1)] })).resolves.toMatchObject({ status: 404 });
    service.simulator.addFault({ endpoint: "audience-create", fault: { kind: "status", status: 403 } });
    const forbidden = await post(service.url, base, { name: "Elsewhere" });
    expect(forbidden).toMatchObject({ status: 502, body: { code: "account-refused" } });
    service.simulator.addFault({ endpoint: "audience-create", fault: { kind: "status", status: 500 } });
    await expect(post(service.url, base, { name: "Lost" })).resolves.toMatchObject({ status: 504, body: { code: "provider-answer-lost" } });
  });

  it("are not offered by every account", async () => {
    const sms = await post(service.url, "/v1/accounts/twilio/provider-audiences", { name: "SMS" });
    expect(sms).toMatchObject({ status: 404, body: { code: "not-offered", detail: expect.stringContaining("line") } });
    await expect(get(service.url, "/v1/accounts/nobody/provider-audiences")).resolves.toMatchObject({ status: 404, body: { code: "not-found" } });
  });
});
