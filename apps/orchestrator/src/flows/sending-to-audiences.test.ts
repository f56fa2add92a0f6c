import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

interface Message {
  readonly id: string;
  readonly status: string;
  readonly reach?: { readonly phase: string; readonly target: number | null; readonly success: number | null };
  readonly counts: { readonly recipients: number; readonly outcomes: readonly object[] };
}

const people = Array.from({ length: 120 }, (_, index) => ({
  line: index % 6 === 0 ? ("blocked" as const) : ("friend" as const),
  lineUserId: `U${index.toString(16).padStart(32, "0")}`,
  phone: `+8190${12_340_000 + index}`,
}));

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  async function submit(body: object): Promise<Message> {
    const answer = await post(service.url, "/v1/messages", { text: "届け", ...body });
    expect(answer).toMatchObject({ status: 202 });
    return answer.body as Message;
  }

  async function meets(id: string, expected: object): Promise<Message> {
    return vi.waitFor(
      async () => {
        const message = (await get(service.url, `/v1/messages/${id}`)).body as Message;
        expect(message).toMatchObject(expected);
        return message;
      },
      { timeout: 20_000, interval: 50 },
    );
  }

  it("broadcasts with one call, as one delivery to an audience", async () => {
    const { id } = await submit({ audience: { type: "line-broadcast" } });
    const message = await meets(id, { status: "completed" });
    expect(message.counts).toMatchObject({ recipients: 1, outcomes: [{ outcome: "accepted", channel: "line", count: 1 }] });
    const { body } = await get(service.url, `/v1/deliveries/${id.replace("msg_", "dlv_")}_0`);
    expect((body as { timeline: object[] }).timeline).toContainEqual(expect.objectContaining({ type: "attempt", endpoint: "broadcast" }));
    expect(service.simulator.ledger().filter(({ endpoint }) => endpoint === "broadcast")).toHaveLength(1);
  });

  it("follows a narrowcast to its end and keeps LINE's count beside its own", async () => {
    const { id } = await submit({ audience: { type: "line-narrowcast", limit: { max: 60 } } });
    await meets(id, { status: "sending", counts: { waiting: 1 } });
    service.simulator.advanceClock(60 * 60 * 1000);
    const message = await meets(id, { status: "completed", reach: { phase: "succeeded" } });
    expect(message.reach).toMatchObject({ target: 60 });
    expect(message.counts).toMatchObject({ recipients: 1, outcomes: [{ outcome: "accepted", succeeded: true, count: 1 }] });
  });

  it("repeats a broadcast whose answer was lost under its key, and LINE takes it once", async () => {
    const before = service.simulator.ledger().length;
    service.simulator.addFault({ endpoint: "broadcast", fault: { kind: "reset", accepted: true } });
    const { id } = await submit({ audience: { type: "line-broadcast" } });
    await meets(id, { status: "completed", counts: { outcomes: [{ outcome: "accepted", succeeded: true }] } });
    expect(service.simulator.ledger().length - before).toBe(1);
  });

  it.each([
    ["an audience and a list", { audience: { type: "line-broadcast" }, to: [{ addresses: { line: people[1]!.lineUserId } }] }, 400, ""],
    ["neither", {}, 400, ""],
    ["an audience that nobody knows", { audience: { type: "everybody" } }, 422, "/audience/type"],
    ["a broadcast with a filter", { audience: { type: "line-broadcast", filter: {} } }, 422, "/audience/filter"],
    ["a plan of two steps", { audience: { type: "line-broadcast" }, plan: { steps: [{ channel: "line" }, { channel: "sms" }] } }, 422, "/plan/steps"],
    ["a channel without audiences", { audience: { type: "line-broadcast" }, plan: { steps: [{ channel: "sms" }] } }, 422, "/plan/steps/0/channel"],
  ])("refuses %s", async (_name, body, status, pointer) => {
    const answer = await post(service.url, "/v1/messages", { text: "届け", ...body });
    expect(answer).toMatchObject({ status, body: { errors: [expect.objectContaining({ pointer })] } });
  });
});
