import type { Person } from "@todoke/simulator";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { ask, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

interface Trigger {
  readonly id: string;
  readonly enabled: boolean;
}

interface Firing {
  readonly event: string;
  readonly result: string;
  readonly message?: string;
}

const patience = { timeout: 20_000, interval: 20 };

let made = 0;
function stranger(): Person & { lineUserId: string } {
  made += 1;
  return { line: "blocked", lineUserId: `U${made.toString(16).padStart(32, "0")}` };
}

describe.each(oneTestDatabase)("on $name", ({ environment, drop }) => {
  let service: RunningService;
  const people = [stranger(), stranger()] as const;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people: [...people] } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const sentTo = (address: string) => service.simulator.ledger().filter(({ to }) => to.includes(address)).map(({ endpoint }) => endpoint);

  async function create(trigger: object): Promise<Trigger> {
    const answer = await post(service.url, "/v1/triggers", trigger);
    expect(answer).toMatchObject({ status: 201 });
    expect(answerErrors("Trigger", answer.body)).toEqual([]);
    return answer.body as Trigger;
  }

  function firingsOf({ id }: Trigger, count: number): Promise<readonly Firing[]> {
    return vi.waitFor(async () => {
      const { body } = await get(service.url, `/v1/triggers/${id}/firings`);
      expect(answerErrors("FiringPage", body)).toEqual([]);
      const { items } = body as { items: readonly Firing[] };
      expect(items).toHaveLength(count);
      expect(items.map(({ result }) => result)).not.toContain("pending");
      return items;
    }, patience);
  }

  it("welcomes who follows by a reply, and shows what answered what", async () => {
    expect(await post(service.url, "/v1/templates", { name: "welcome", text: "Welcome!" })).toMatchObject({ status: 201 });
    const trigger = await create({ name: "welcome", account: "line", when: { type: "follow" }, message: { template: { name: "welcome" } } });
    const [{ lineUserId }] = people;
    service.simulator.setPerson(lineUserId, { line: "friend" });
    await vi.waitFor(() => expect(sentTo(lineUserId)).toEqual(["reply"]), patience);
    const [firing] = await firingsOf(trigger, 1);
    const { body: message } = await get(service.url, `/v1/messages/${firing!.message!}`);
    expect(message).toMatchObject({ inReplyTo: firing!.event, reference: `${trigger.id}:${firing!.event}` });
    expect((await ask(service.url, "DELETE", `/v1/triggers/${trigger.id}`)).status).toBe(204);
  });

  it("answers a keyword and a tap, and nothing while it is off", async () => {
    const [, { lineUserId }] = people;
    service.simulator.setPerson(lineUserId, { line: "friend" });
    const words = await create({ name: "hours", when: { type: "text", keywords: ["hours"] }, message: { text: "Nine to six." }, atMostEvery: "PT0S" });
    const taps = await create({
      name: "coupon", when: { type: "postback", parameter: { name: "coupon" } },
      message: { content: { type: "text", text: "Your coupon: {{ event.parameters.coupon }}", template: true } },
    });
    service.simulator.personWrites(lineUserId, "ＨＯＵＲＳ");
    await firingsOf(words, 1);
    service.simulator.raiseLineEvents({ type: "postback", userId: lineUserId, postback: { data: "coupon=SPRING" } });
    await firingsOf(taps, 1);
    await vi.waitFor(() => expect(sentTo(lineUserId)).toEqual(["reply", "reply"]), patience);
    const changed = await ask(service.url, "PATCH", `/v1/triggers/${words.id}`, { enabled: false });
    expect(changed).toMatchObject({ status: 200, body: { enabled: false, name: "hours", atMostEvery: "PT0S" } });
    service.simulator.personWrites(lineUserId, "hours");
    service.simulator.raiseLineEvents({ type: "postback", userId: lineUserId, postback: { data: "coupon=SUMMER" } });
    expect((await firingsOf(taps, 2)).map(({ result }) => result)).toEqual(["too-soon", "submitted"]);
    await firingsOf(words, 1);
  });

  it.each([
    ["no keywords", { when: { type: "text", keywords: [] } }, 400, "/when/keywords"],
    ["an event that nobody knows", { when: { type: "sneeze" } }, 400, "/when/type"],
    ["a text that SMS cannot carry", { message: { text: "x".repeat(2_000) } }, 422, "/message/text"],
    ["an account that is not there", { account: "nobody" }, 422, "/account"],
    ["a template that is not there", { message: { template: { name: "nobody" } } }, 422, "/message/template/name"],
    ["recipients", { message: { text: "x", to: [] } }, 400, "/message/to"],
  ])("refuses %s", async (_name, changes, status, pointer) => {
    const answer = await post(service.url, "/v1/triggers", { name: "x", when: { type: "follow" }, message: { text: "x" }, ...changes });
    expect(answer).toMatchObject({ status, body: { errors: [{ pointer }] } });
  });
});
