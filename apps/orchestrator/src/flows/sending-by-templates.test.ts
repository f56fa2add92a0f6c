import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const lineUserId = `U${"6".repeat(32)}`;
const phone = "+819012345678";
const to = [{ addresses: { line: lineUserId, phone }, variables: { name: "Aiko", order: "42" } }];

describe.each(oneTestDatabase)("templates, on $name", ({ environment, drop }) => {
  let service: RunningService;
  let id: string;

  beforeAll(async () => {
    service = await startService({ environment, simulator: { people: [{ line: "friend", lineUserId, phone }] } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const draft = {
    text: "Dear {{ name }}, your order {{ order }} is on its way.",
    variants: [{ channel: "sms", content: { type: "text", text: "Order {{ order }} is on its way." } }],
    variables: [{ name: "order", example: "1" }, { name: "name", required: false }],
  };

  it("are stored, versioned and shown as the document says", async () => {
    const made = await post(service.url, "/v1/templates", { name: "order-shipped", ...draft });
    ({ id } = made.body as { id: string });
    expect(made).toMatchObject({ status: 201, body: { name: "order-shipped", latestVersion: 1, latest: { content: { type: "text", text: draft.text, template: true } } } });
    expect(made.headers.get("location")).toBe(`/v1/templates/${id}`);
    expect(answerErrors("TemplateDetail", made.body)).toEqual([]);
    const added = await post(service.url, `/v1/templates/${id}/versions`, { text: "Hi {{ name }}" });
    expect([added.status, added.headers.get("location")]).toEqual([201, `/v1/templates/${id}/versions/2`]);
    expect(await get(service.url, `/v1/templates/${id}/versions/1`)).toMatchObject({ status: 200, body: { version: 1, variables: draft.variables } });
    for (const version of ["3", "0", "01", "x"]) expect((await get(service.url, `/v1/templates/${id}/versions/${version}`)).status).toBe(404);
    const page = await get(service.url, "/v1/templates");
    expect(page).toMatchObject({ status: 200, body: { items: [{ id, latestVersion: 2 }] } });
    expect(answerErrors("TemplatePage", page.body)).toEqual([]);
  });

  it("are refused where they cannot be kept, by the field that the caller wrote", async () => {
    const again = await post(service.url, "/v1/templates", { name: "order-shipped", text: "a" });
    expect(again).toMatchObject({ status: 409, body: { code: "template-exists" } });
    const unparsed = await post(service.url, "/v1/templates", { name: "broken", text: "{{ name" });
    expect(unparsed).toMatchObject({ status: 422, body: { errors: [{ pointer: "/text", code: "invalid-template" }] } });
    const both = await post(service.url, "/v1/messages", { to, text: "a", template: { name: "order-shipped" } });
    expect(both).toMatchObject({ status: 400, body: { errors: [{ pointer: "", code: "exactly-one" }] } });
    expect(await post(service.url, "/v1/messages", { to, template: {} })).toMatchObject({ status: 400 });
    const broadcast = await post(service.url, "/v1/messages", { audience: { type: "line-broadcast" }, template: { name: "order-shipped" } });
    expect(broadcast).toMatchObject({ status: 422, body: { errors: [{ pointer: "/template", code: "no-variables" }] } });
    const unknown = await post(service.url, "/v1/messages/batch", { messages: [{ to, text: "a", sendAt: "2035-01-01T00:00:00Z" }, { to, template: { name: "nonesuch" } }] });
    expect(unknown).toMatchObject({ status: 200, body: { results: [{}, { status: 422, problem: { errors: [{ pointer: "/messages/1/template/name", code: "unknown-template" }] } }] } });
  });

  it("are previewed and explained as they are sent", async () => {
    const template = { name: "order-shipped", version: 1 };
    const preview = await post(service.url, `/v1/templates/${id}/preview`, { version: 1, variables: { order: "42", name: "Aiko" } });
    expect(answerErrors("TemplatePreview", preview.body)).toEqual([]);
    const text = "Dear Aiko, your order 42 is on its way.";
    expect(preview).toMatchObject({ status: 200, body: { id, version: 1, channels: [
      { channel: "line", account: "line", payload: { messages: [{ type: "text", text }] } },
      { channel: "sms", payload: { body: "Order 42 is on its way." } },
    ] } });
    const plan = await post(service.url, "/v1/plans", { to, template });
    expect(plan).toMatchObject({ status: 200, body: { plan: { steps: [{ channel: "line" }, { channel: "sms", content: { text: "Order {{ order }} is on its way." } }] } } });
    const sent = await post(service.url, "/v1/messages", { to, template }, { "idempotency-key": "template-1" });
    expect(sent).toMatchObject({ status: 202, body: { template: { id, version: 1 } } });
    expect(answerErrors("Message", sent.body)).toEqual([]);
    await vi.waitFor(async () => expect((await get(service.url, `/v1/messages?template=${id}`)).body).toMatchObject({ items: [{ status: "completed", template: { id, version: 1 } }] }), { timeout: 20_000 });
    const [{ payload }] = (preview.body as { channels: readonly [{ payload: object }] }).channels;
    const payloadHash = createHash("sha256").update(JSON.stringify({ ...payload, to: lineUserId })).digest("hex");
    expect(service.simulator.ledger()).toMatchObject([{ provider: "line", payloadHash }]);
  });

  it("end when they are archived", async () => {
    expect(await post(service.url, `/v1/templates/${id}/archive`, {})).toMatchObject({ status: 200, body: { id, archivedAt: expect.any(String) as string } });
    expect(await get(service.url, "/v1/templates")).toMatchObject({ body: { items: [] } });
    expect(await get(service.url, "/v1/templates?archived=true")).toMatchObject({ body: { items: [{ id }] } });
    expect(await post(service.url, "/v1/messages", { to, template: { id } })).toMatchObject({ status: 422, body: { errors: [{ pointer: "/template/id", code: "archived-template" }] } });
    expect(await post(service.url, `/v1/templates/${id}/versions`, { text: "more" })).toMatchObject({ status: 409, body: { code: "already-over" } });
  });

  it("get one version of a request that is sent again under its key", async () => {
    const [one, other] = await Promise.all(["repeated", "beside-it"].map(async (name) => {
      const { body } = await post(service.url, "/v1/templates", { name, text: "Hello" });
      return (body as { id: string }).id;
    })) as [string, string];
    const add = (template: string, text: string) => post(service.url, `/v1/templates/${template}/versions`, { text }, { "idempotency-key": "version-1" });
    const first = await add(one, "Hello again");
    const again = await add(one, "Hello again");
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(answerErrors("TemplateVersion", again.body)).toEqual([]);
    expect([first, again].map(({ headers }) => [headers.get("location"), headers.get("idempotent-replayed")]))
      .toEqual([[`/v1/templates/${one}/versions/2`, null], [`/v1/templates/${one}/versions/2`, "true"]]);
    expect(await get(service.url, `/v1/templates/${one}`)).toMatchObject({ body: { latestVersion: 2 } });
    for (const reused of [await add(one, "Something else"), await add(other, "Hello again")]) {
      expect(reused).toMatchObject({ status: 422, body: { code: "idempotency-key-reused" } });
    }
  });
});
