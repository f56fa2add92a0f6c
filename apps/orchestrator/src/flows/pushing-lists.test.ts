import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { ask, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

interface Push {
  readonly id: string;
  readonly status: string;
  readonly providerAudienceId?: string;
}

const lineUserId = (index: number) => `U${index.toString(16).padStart(32, "0")}`;
const members = (count: number) => Array.from({ length: count }, (_, index) => ({ addresses: { line: lineUserId(index) } }));
const people = Array.from({ length: 300 }, (_, index) => ({ line: "friend" as const, lineUserId: lineUserId(index), phone: `+8190${12_340_000 + index}` }));
const uploadMs = 60_000;

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people, line: { audienceUploadMs: uploadMs } } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  async function listOf(count: number): Promise<string> {
    const { id } = (await post(service.url, "/v1/audiences", { name: "Osaka", type: "list" })).body as { id: string };
    const all = members(count);
    for (let start = 0; start < count; start += 10_000) {
      await post(service.url, `/v1/audiences/${id}/members`, { members: all.slice(start, start + 10_000) });
    }
    return id;
  }

  async function push(list: string, body: object = { account: "line" }): Promise<string> {
    const answer = await post(service.url, `/v1/audiences/${list}/push`, body);
    expect(answer).toMatchObject({ status: 202, body: { status: "adding", added: 0 } });
    expect(answerErrors("AudiencePush", answer.body)).toEqual([]);
    return answer.headers.get("location")!;
  }

  async function pushThat(path: string, expected: object): Promise<Push> {
    return vi.waitFor(
      async () => {
        const { body } = await get(service.url, path);
        expect(body).toMatchObject(expected);
        return body as Push;
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  const callsTo = (endpoint: "audience-create" | "audience-create-file" | "audience-add") => service.simulator.statistics().endpoints[endpoint].requests;
  const narrowcastTo = (audience: object) => post(service.url, "/v1/messages", { audience: { type: "line-narrowcast", ...audience }, text: "届け" });

  it("fills LINE's audience with 12,000 people by one file, waits for it, and sends to it", async () => {
    const list = await listOf(12_000);
    const path = await push(list, { account: "line", name: "Spring" });
    const waiting = await pushThat(path, { status: "waiting", total: 12_000, added: 12_000, providerStatus: "in-progress" });
    expect([callsTo("audience-create-file"), callsTo("audience-create"), callsTo("audience-add")]).toEqual([1, 0, 0]);

    const early = await narrowcastTo({ list });
    const detail = expect.stringMatching(/waiting.*in-progress/) as unknown;
    expect(early).toMatchObject({ status: 422, body: { errors: [{ pointer: "/audience/list", code: "not-ready", detail }] } });

    service.simulator.advanceClock(uploadMs);
    await pushThat(path, { status: "ready", providerStatus: "ready", providerAudienceId: waiting.providerAudienceId });
    const kept = await get(service.url, `/v1/accounts/line/provider-audiences/${waiting.providerAudienceId}`);
    expect(kept.body).toMatchObject({ name: expect.stringMatching(/^Spring #[0-9a-f]{12}$/) as unknown, status: "ready", members: 12_000 });

    const sent = await narrowcastTo({ list, limit: { max: 200 } });
    expect(sent).toMatchObject({ status: 202, body: { audience: { type: "line-narrowcast", list }, counts: { recipients: 1 } } });
    const { id } = sent.body as { id: string };
    const message = await vi.waitFor(
      async () => {
        service.simulator.advanceClock(60_000);
        const { body } = await get(service.url, `/v1/messages/${id}`);
        expect(body).toMatchObject({ status: "completed", reach: { phase: "succeeded" } });
        return body;
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(message).toMatchObject({ reach: { target: 200, success: 200 }, counts: { outcomes: [{ outcome: "accepted", succeeded: true, count: 1 }] } });

    const plain = await narrowcastTo({ recipient: { type: "audience", audienceGroupId: Number(waiting.providerAudienceId) } });
    expect(plain).toMatchObject({ status: 202 });
    const joined = await narrowcastTo({ list, recipient: { type: "operator", not: { type: "audience", audienceGroupId: 1 } } });
    expect(joined).toMatchObject({ status: 202 });
  }, 60_000);

  it("takes a small list as JSON, and finds what it made where the answer was lost", async () => {
    const list = await listOf(3);
    const made = callsTo("audience-create");
    service.simulator.addFault({ endpoint: "audience-create", fault: { kind: "reset", accepted: true } });
    const path = await push(list);
    const { providerAudienceId } = await pushThat(path, { status: "waiting", added: 3 });
    expect(callsTo("audience-create") - made).toBe(1);
    const all = (await get(service.url, "/v1/accounts/line/provider-audiences?name=Osaka")).body as { items: readonly { id: string }[] };
    expect(all.items.map(({ id }) => id)).toEqual([providerAudienceId]);
    service.simulator.advanceClock(uploadMs);
    await pushThat(path, { status: "ready" });
    const kept = await get(service.url, `/v1/accounts/line/provider-audiences/${providerAudienceId}`);
    expect(kept.body).toMatchObject({ members: 3 });
  });

  it("tells why LINE did not take it, and what stands in the way of sending", async () => {
    const list = await listOf(2);
    service.simulator.addFault({ endpoint: "audience-create", fault: { kind: "status", status: 403 } });
    const path = await push(list);
    const failed = await pushThat(path, { status: "failed", error: { class: "sender", code: "http-403" } });
    expect(answerErrors("AudiencePush", failed)).toEqual([]);
    const refused = await narrowcastTo({ list });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: "/audience/list", code: "not-ready" }] } });

    service.simulator.addFault({ endpoint: "audience-create", fault: { kind: "progress" } });
    const second = await push(list);
    await pushThat(second, { status: "waiting" });
    service.simulator.advanceClock(uploadMs);
    await pushThat(second, { status: "failed", error: { class: "content" } });
    const { body } = await get(service.url, `/v1/audiences/${list}/pushes?limit=1`);
    expect(body).toMatchObject({ items: [{ status: "failed" }], nextCursor: expect.stringMatching(/^psh_/) as unknown });
    expect(answerErrors("AudiencePushPage", body)).toEqual([]);
  });

  it("waits where LINE asks to slow down", async () => {
    const list = await listOf(2);
    service.simulator.addFault({ endpoint: "audience-create", fault: { kind: "status", status: 429 } });
    const path = await push(list);
    await pushThat(path, { status: "adding", error: { class: "throttled", code: "http-429" } });
    const taken = await pushThat(path, { status: "waiting" });
    expect(taken).not.toHaveProperty("error");
  });

  it.each([
    ["an account without audiences", { account: "twilio" }, "/account", "no-audiences"],
    ["an account that is not there", { account: "shop" }, "/account", "no-audiences"],
    ["a name that leaves no room", { account: "line", name: "x".repeat(108) }, "/name", "too-long"],
  ])("is refused for %s", async (_name, body, pointer, code) => {
    const answer = await post(service.url, `/v1/audiences/${await listOf(1)}/push`, body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
  });

  it("is refused for lists with nobody on LINE, that are not there, or that were never pushed", async () => {
    const empty = await listOf(0);
    await expect(post(service.url, `/v1/audiences/${empty}/push`, { account: "line" })).resolves.toMatchObject({ status: 422 });
    const list = await listOf(1);
    await expect(narrowcastTo({ list })).resolves.toMatchObject({ body: { errors: [{ pointer: "/audience/list", code: "not-pushed" }] } });
    await ask(service.url, "DELETE", `/v1/audiences/${list}`);
    await expect(post(service.url, `/v1/audiences/${list}/push`, { account: "line" })).resolves.toMatchObject({ status: 404 });
    await expect(get(service.url, `/v1/audiences/${list}/pushes`)).resolves.toMatchObject({ status: 404 });
    await expect(get(service.url, `/v1/audiences/${empty}/pushes/psh_${"0".repeat(32)}`)).resolves.toMatchObject({ status: 404 });
  });
});
