import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { ask, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const lineUserId = (index: number) => `U${index.toString(16).padStart(32, "0")}`;
const phone = (index: number) => `+8190${12_340_000 + index}`;
const size = 1_200;
const withoutLine = 100;
const people = Array.from({ length: size }, (_, index) =>
  index < withoutLine ? { phone: phone(index) } : { line: "friend" as const, lineUserId: lineUserId(index), phone: phone(index) });
const members = people.map((person, index) => ({
  reference: `c-${index}`,
  addresses: { phone: person.phone, ...("lineUserId" in person && { line: person.lineUserId }) },
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

  async function newList(): Promise<string> {
    const answer = await post(service.url, "/v1/audiences", { name: "Osaka", type: "list" });
    const { id } = answer.body as { id: string };
    expect(answer).toMatchObject({ status: 201, body: { type: "list", name: "Osaka", members: 0 } });
    expect(answer.headers.get("location")).toBe(`/v1/audiences/${id}`);
    return id;
  }

  const add = (id: string, body: object) => post(service.url, `/v1/audiences/${id}/members`, body);

  it("reaches a list of 1,200 by three multicasts, and by SMS those who are not on LINE", async () => {
    const id = await newList();
    const added = await add(id, { members });
    expect(added).toMatchObject({ status: 200, body: { added: size, updated: 0, members: size } });
    const message = { audience: { type: "list", id }, text: "届け", plan: { steps: [{ channel: "line" }, { channel: "sms" }], reachability: "assume" } };
    const plan = await post(service.url, "/v1/plans", message);
    expect(plan).toMatchObject({ status: 200, body: { total: size } });
    expect(answerErrors("PlanExplanation", plan.body)).toEqual([]);

    const accepted = await post(service.url, "/v1/messages", message);
    expect(accepted).toMatchObject({ status: 202, body: { audience: { type: "list", id }, counts: { recipients: size } } });
    const { id: messageId } = accepted.body as { id: string };
    const completed = await vi.waitFor(
      async () => {
        const { body } = await get(service.url, `/v1/messages/${messageId}`);
        expect(body).toMatchObject({ status: "completed" });
        return body;
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(completed).toMatchObject({
      counts: {
        recipients: size,
        final: size,
        outcomes: expect.arrayContaining([
          { outcome: "accepted", succeeded: true, channel: "line", count: size - withoutLine },
          { outcome: "delivered", succeeded: true, channel: "sms", count: withoutLine },
        ]),
      },
    });
    const calls = service.simulator.ledger().filter(({ endpoint }) => endpoint === "multicast");
    expect(calls.map(({ to }) => to.length).toSorted((one, other) => one - other)).toEqual([200, 400, 500]);
  }, 60_000);

  it("shows, changes and forgets people", async () => {
    const id = await newList();
    await add(id, { members: members.slice(0, 5) });
    const first = (await get(service.url, `/v1/audiences/${id}/members?limit=3`)).body as { items: { id: string }[]; nextCursor: string };
    expect(answerErrors("AudienceMemberPage", first)).toEqual([]);
    expect(first.items).toMatchObject(members.slice(0, 3));
    const rest = await get(service.url, `/v1/audiences/${id}/members?limit=3&cursor=${first.nextCursor}`);
    expect(rest.body).toEqual({ items: [expect.objectContaining(members[3]), expect.objectContaining(members[4])] });

    const member = `/v1/audiences/${id}/members/${first.items[1]!.id}`;
    await expect(ask(service.url, "DELETE", member)).resolves.toMatchObject({ status: 204 });
    await expect(ask(service.url, "DELETE", member)).resolves.toMatchObject({ status: 404 });
    const { body } = await get(service.url, `/v1/audiences/${id}`);
    expect(body).toMatchObject({ members: 4, addresses: [{ kind: "phone", members: 4, distinct: 4 }] });
    expect(answerErrors("AudienceDetail", body)).toEqual([]);

    const other = await newList();
    await expect(ask(service.url, "DELETE", member.replace(id, other))).resolves.toMatchObject({ status: 404 });
    const page = (await get(service.url, "/v1/audiences?limit=1")).body;
    expect(page).toMatchObject({ items: [{ id: other }], nextCursor: other });
    expect(answerErrors("AudiencePage", page)).toEqual([]);
    await expect(ask(service.url, "DELETE", `/v1/audiences/${id}`)).resolves.toMatchObject({ status: 204 });
    await expect(get(service.url, `/v1/audiences/${id}`)).resolves.toMatchObject({ status: 404, body: { code: "not-found" } });
    await expect(add(id, { members: members.slice(0, 1) })).resolves.toMatchObject({ status: 404 });
    const gone = await post(service.url, "/v1/messages", { audience: { type: "list", id }, text: "届け" });
    expect(gone).toMatchObject({ status: 422, body: { errors: [{ pointer: "/audience/id", code: "unknown-audience" }] } });
  });

  it.each([
    ["somebody without an address", [members[0], { reference: "x" }], 400, ["/members/1/addresses"]],
    ["a field that nobody knows", [members[0], members[1], { ...members[2], age: 7 }], 400, ["/members/2/age"]],
    ["a wrong one far down", [...members, { addresses: { line: 7 } }], 400, [`/members/${size}/addresses/line`]],
    ["two malformed addresses", [members[0], { addresses: { line: "aiko" } }, { addresses: { phone: "1" } }], 422, ["/members/1/addresses/line", "/members/2/addresses/phone"]],
    ["nobody", [], 400, ["/members"]],
    ["10,001 people", Array.from({ length: 10_001 }, () => members[0]), 400, ["/members"]],
  ])("adds nobody of a list with %s", async (_name, some, status, pointers) => {
    const id = await newList();
    const answer = await add(id, { members: some });
    expect(answer).toMatchObject({ status, body: { errors: pointers.map((pointer) => ({ pointer })) } });
    await expect(get(service.url, `/v1/audiences/${id}`)).resolves.toMatchObject({ body: { members: 0 } });
  });
});
