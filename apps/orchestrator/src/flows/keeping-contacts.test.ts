import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { ask, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";

const lineUserId = (number: number) => `U${number.toString(16).padStart(32, "0")}`;

interface Contact {
  readonly id: string;
  readonly attributes: object;
}

describe("contacts that callers keep here", () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startService();
  }, 60_000);

  afterAll(() => service.close());

  const store = async (body: object) => {
    const answer = await post(service.url, "/v1/contacts", body);
    expect(answer).toMatchObject({ status: 200 });
    expect(answerErrors("ContactDetail", answer.body)).toEqual([]);
    return answer.body as Contact;
  };

  it("are made, found, changed and told apart", async () => {
    const aiko = await store({ reference: "c-1", addresses: { phone: "+81 90-1234-5678" }, attributes: { city: "Osaka", tags: ["tea"] }, timeZone: "Asia/Tokyo" });
    expect(aiko).toMatchObject({ addresses: [{ kind: "phone", address: "+819012345678" }] });
    const ren = await store({ reference: "c-2", addresses: { line: lineUserId(2) } });
    const path = `/v1/contacts/${aiko.id}`;
    const changed = await ask(service.url, "PATCH", path, { attributes: { city: null, visits: 3 }, timeZone: null, addresses: { line: lineUserId(1), phone: null } });
    expect(changed).toMatchObject({ status: 200, body: { attributes: { tags: ["tea"], visits: 3 }, addresses: [{ kind: "line" }] } });
    expect(changed.body).not.toHaveProperty("timeZone");
    expect((await get(service.url, path)).body).toEqual(changed.body);
    expect((await get(service.url, "/v1/contacts?reference=c-1")).body).toMatchObject({ items: [{ id: aiko.id }] });
    const conflict = await ask(service.url, "PATCH", path, { addresses: { line: lineUserId(2) } });
    expect(conflict).toMatchObject({
      status: 409,
      body: { code: "contact-conflict", contactIds: [aiko.id, ren.id], errors: [{ pointer: "" }, { pointer: "/addresses/line", detail: `leads to ${ren.id}` }] },
    });
    expect(answerErrors("Problem", conflict.body)).toEqual([]);
    await expect(ask(service.url, "PATCH", `/v1/contacts/con_${"0".repeat(32)}`, {})).resolves.toMatchObject({ status: 404 });
  });

  it("carry what they said of messages, and all that was said before", async () => {
    const said = (state: string, at: string) => ({ channel: "sms", purpose: "marketing", state, source: "web form", at });
    const { id } = await store({ reference: "c-3", addresses: { phone: "+819012345670" }, consents: [said("granted", "2026-01-01T09:00:00+09:00")] });
    const withdrawn = await ask(service.url, "PATCH", `/v1/contacts/${id}`, { consents: [said("withdrawn", "2026-02-01T00:00:00Z")] });
    expect(withdrawn.body).toMatchObject({ consents: [{ state: "withdrawn", source: "web form" }] });
    const history = (await get(service.url, `/v1/contacts/${id}/consents`)).body;
    expect(answerErrors("ConsentPage", history)).toEqual([]);
    expect(history).toMatchObject({ items: [{ state: "granted" }, { state: "withdrawn" }] });
    const plan = await post(service.url, "/v1/plans", { to: [{ addresses: { phone: "+819012345670" } }], purpose: "marketing", text: "Hello" });
    expect(plan.body).toMatchObject({ recipients: [{ steps: [{ reason: "no-address" }, { channel: "sms", verdict: "skip", reason: "no-consent" }] }] });
    const refused = await post(service.url, "/v1/contacts", { reference: "c-3", consents: [{ channel: "sms", purpose: "otp", state: "granted" }] });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: "/consents/0/purpose" }] } });
  });

  it("are found by filters, counted before they are written to, and written to", async () => {
    const filter = { and: [{ hasAddress: "phone" }, { attribute: { name: "city", is: "Chiang Mai" } }] };
    const counted = () => post(service.url, "/v1/audiences/count", { filter });
    expect(await counted()).toMatchObject({ status: 200, body: { people: 0, withoutTimeZone: 0, addresses: [] } });
    await store({ reference: "c-4", addresses: { phone: "+819012345674" }, attributes: { city: "Chiang Mai" } });
    const { body } = await counted();
    expect(body).toEqual({ people: 1, withoutTimeZone: 1, addresses: [{ kind: "phone", people: 1 }] });
    expect(answerErrors("PeopleCount", body)).toEqual([]);
    const stored = await post(service.url, "/v1/audiences", { type: "filter", name: "Chiang Mai", filter });
    expect(answerErrors("Audience", stored.body)).toEqual([]);
    const { id } = stored.body as Contact;
    const shown = await get(service.url, `/v1/audiences/${id}`);
    expect(shown.body).toMatchObject({ type: "filter", members: 1, filter });
    expect(answerErrors("AudienceDetail", shown.body)).toEqual([]);
    for (const audience of [{ type: "filter", filter }, { type: "filter", id }]) {
      const sent = await post(service.url, "/v1/messages", { audience, text: "Hello" });
      expect(sent).toMatchObject({ status: 202, body: { audience, counts: { recipients: 1 } } });
      expect(answerErrors("Message", sent.body)).toEqual([]);
    }
    const wrong = await post(service.url, "/v1/audiences/count", { filter: { and: [{ hasAddress: "phone" }, { attribute: { name: "city", was: "Osaka" } }] } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: "/filter/and/1/attribute", code: "unknown-filter" }] } });
  });

  it("are found by another filter once it is changed", async () => {
    const filter = { attribute: { name: "city", is: "Lampang" } };
    const { id } = (await post(service.url, "/v1/audiences", { type: "filter", name: "Lampang", filter })).body as Contact;
    const { id: list } = (await post(service.url, "/v1/audiences", { type: "list", name: "Lampang" })).body as Contact;
    await store({ reference: "c-7", addresses: { phone: "+819012345677" }, attributes: { city: "Lampang" } });
    const path = `/v1/audiences/${id}`;
    const audience = { type: "filter", id };
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const scheduled = await post(service.url, "/v1/messages", { audience, text: "Hello", sendAt });
    const other = { attribute: { name: "city", is: "Lamphun" } };
    const changed = await ask(service.url, "PATCH", path, { name: "Lamphun", filter: other });
    expect(changed).toMatchObject({ status: 200, body: { id, type: "filter", name: "Lamphun", filter: other } });
    expect(answerErrors("Audience", changed.body)).toEqual([]);
    expect((await get(service.url, path)).body).toMatchObject({ filter: other, members: 0 });
    const message = scheduled.body as Contact;
    expect((await get(service.url, `/v1/messages/${message.id}/deliveries`)).body).toMatchObject({ items: [{ reference: "c-7", status: "scheduled" }] });
    expect(await post(service.url, "/v1/messages", { audience, text: "Hello" })).toMatchObject({ status: 422, body: { errors: [{ code: "empty-audience" }] } });

    const refused = async (of: string, body: object, status: number, pointer: string) =>
      expect(await ask(service.url, "PATCH", `/v1/audiences/${of}`, body)).toMatchObject({ status, body: { errors: [{ pointer }] } });
    await refused(list, { filter: other }, 422, "/filter");
    await refused(id, { filter: { and: [other, { hasAdress: "line" }] } }, 422, "/filter/and/1");
    await refused(id, { filter: null }, 400, "/filter");
    await refused(id, { name: "" }, 400, "/name");
    await refused(id, { type: "list" }, 400, "/type");
    expect((await get(service.url, path)).body).toMatchObject({ name: "Lamphun", filter: other });
    expect(await ask(service.url, "PATCH", `/v1/audiences/aud_${"0".repeat(32)}`, { name: "Lamphun" })).toMatchObject({ status: 404 });
    await post(service.url, `/v1/messages/${message.id}/cancel`, {});
  });

  it("that are testers get what others would, marked as a test", async () => {
    const test = (body: object) => post(service.url, "/v1/messages/test", body);
    expect(await test({ text: "Hello" })).toMatchObject({ status: 422, body: { errors: [{ pointer: "", code: "no-testers" }] } });
    const { id } = await store({ reference: "me", addresses: { phone: "+819012345699" }, tester: true, attributes: { name: "Myself" } });
    const other = await store({ reference: "c-6", attributes: { name: "Aiko" } });
    const content = { type: "text", text: "Dear {{ name }}", template: true };
    await post(service.url, "/v1/report-subscriptions", { name: "tests" });
    const bodies = [{ content }, { content, contact: other.id }, { content, example: { variables: { name: "Ren" } } }];
    for (const body of bodies) {
      const sent = await test(body);
      expect(sent).toMatchObject({ status: 202, body: { test: true, counts: { recipients: 1 } } });
      expect(answerErrors("Message", sent.body)).toEqual([]);
    }
    const texts = () => service.simulator.ledger().filter(({ to }) => to.includes("+819012345699"));
    await vi.waitFor(() => expect(texts()).toHaveLength(3), { timeout: 10_000, interval: 50 });
    expect(new Set(texts().map(({ payloadHash }) => payloadHash)).size).toBe(3);
    await vi.waitFor(
      async () => {
        const { body } = await get(service.url, "/v1/reports?subscription=tests");
        expect(body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ test: true, reference: "me" })]) });
      },
      { timeout: 10_000, interval: 50 },
    );
    expect(await test({ text: "Hello", contact: `con_${"0".repeat(32)}` })).toMatchObject({ status: 422, body: { errors: [{ pointer: "/contact" }] } });
    expect(await test({ text: "Hello", to: [] })).toMatchObject({ status: 400, body: { errors: [{ pointer: "/to" }] } });
    await ask(service.url, "PATCH", `/v1/contacts/${id}`, { tester: false });
  });

  it("are erased, and so is what tells who they were", async () => {
    const { id } = await store({ reference: "c-5", addresses: { phone: "+819012345675" } });
    const sent = await post(service.url, "/v1/messages", { to: [{ reference: "c-5", addresses: { phone: "+819012345675" } }], text: "Hello" });
    const delivery = `/v1/deliveries/${(sent.body as Contact).id.replace("msg_", "dlv_")}_0`;
    await vi.waitFor(async () => expect((await get(service.url, delivery)).body).toMatchObject({ status: "final" }), { timeout: 10_000, interval: 50 });
    const erased = await ask(service.url, "DELETE", `/v1/contacts/${id}`);
    expect(erased).toMatchObject({ status: 202, body: { status: "running" } });
    expect(answerErrors("Erasure", erased.body)).toEqual([]);
    await expect(get(service.url, `/v1/contacts/${id}`)).resolves.toMatchObject({ status: 404 });
    await expect(ask(service.url, "DELETE", `/v1/contacts/${id}`)).resolves.toMatchObject({ status: 404 });
    const done = () => get(service.url, erased.headers.get("location")!);
    await vi.waitFor(async () => expect((await done()).body).toMatchObject({ deliveries: 1 }), { timeout: 10_000, interval: 50 });
    expect((await get(service.url, delivery)).body).toMatchObject({ addresses: {}, outcome: expect.any(String) });
    await expect(get(service.url, `/v1/erasures/era_${"0".repeat(32)}`)).resolves.toMatchObject({ status: 404 });
  });

  it("come by the line, as CSV and as NDJSON, and each bad line is told", async () => {
    const csv = [
      "reference,phone,attributes.city,attributes.visits:number,attributes.tags:list,tester,consents.sms.marketing",
      'c-10,+819012345710,"Chiang ""Mai"", 1",12,tea; hiking,true,granted',
      "c-11,+819012345711,Osaka,many,,,",
      "c-12,12,,,,,",
      "c-13,+819012345713,,,,,perhaps",
      "c-14,+819012345714",
    ].join("\n");
    const put = (path: string, body: string, type: string) => post(service.url, path, body, { "content-type": type });
    const upload = await put("/v1/contacts/imports?name=crm", csv, "text/csv");
    expect(answerErrors("Upload", upload.body)).toEqual([]);
    expect(upload).toMatchObject({ status: 200, body: { name: "crm", lines: 5, taken: 1, added: 1, refused: 4 } });
    const refused = (await get(service.url, "/v1/contacts/imports/crm/refused")).body as { items: { line: number; problems: { pointer: string }[] }[] };
    expect(answerErrors("RefusedUploadLinePage", refused)).toEqual([]);
    expect(refused.items.map(({ line, problems }) => [line, problems[0]!.pointer])).toEqual([[2, "/attributes/visits"], [3, "/addresses/phone"], [4, "/consents/0/state"], [5, ""]]);
    expect((await get(service.url, "/v1/contacts?reference=c-10")).body).toMatchObject({
      items: [{ tester: true, attributes: { city: 'Chiang "Mai", 1', visits: 12, tags: ["tea", "hiking"] }, consents: [{ state: "granted" }] }],
    });
    expect((await put("/v1/contacts/imports?name=crm", csv, "text/csv")).body).toEqual(upload.body);
    expect(await put("/v1/contacts/imports?name=crm", csv.replace("Osaka", "Kyoto").replace("c-10", "c-15"), "text/csv")).toMatchObject({ status: 409, body: { code: "part-differs" } });
    const ndjson = '{"reference":"c-16"}\n{"reference":"c-17","__proto__":{}}\nnot json\n';
    expect(await put("/v1/contacts/imports", ndjson, "application/x-ndjson")).toMatchObject({ status: 200, body: { taken: 1, refused: 2 } });
    const page = (await get(service.url, "/v1/contacts/imports?limit=1")).body;
    expect(answerErrors("UploadPage", page)).toEqual([]);
    expect(await put("/v1/contacts/imports", "name,city\nAiko,Osaka", "text/csv")).toMatchObject({ status: 422, body: { errors: [{ code: "unknown-column" }] } });
    expect(await put("/v1/contacts/imports", "{}", "application/json")).toMatchObject({ status: 415 });
    expect(await get(service.url, "/v1/contacts/imports/nothing")).toMatchObject({ status: 404 });

    const stops = "addressKind,address,channel,purposes,reason\nphone,+819012345720,sms,marketing; notice,asked\nphone,+819012345721,fax,,\n";
    expect(await put("/v1/suppressions/imports?name=stops", stops, "text/csv")).toMatchObject({ status: 200, body: { taken: 1, refusedLines: [{ line: 2, problems: [{ pointer: "/channel" }] }] } });
    expect((await get(service.url, "/v1/suppressions?address=%2B819012345720")).body).toMatchObject({ items: [{ source: "import", purposes: ["marketing", "notice"] }] });
  });

  it.each([
    ["nobody", {}, 422, ""],
    ["an address that is none", { addresses: { phone: "12" } }, 422, "/addresses/phone"],
    ["a kind that is none", { reference: "c-9", kind: "robot" }, 400, "/kind"],
    ["an attribute of objects", { reference: "c-9", attributes: { home: { city: "Osaka" } } }, 400, "/attributes/home"],
    ["an attribute without a name", { reference: "c-9", attributes: { "": 1 } }, 400, "/attributes"],
    ["a list of numbers", { reference: "c-9", attributes: { visits: [1] } }, 400, "/attributes/visits"],
    ["NUL in an attribute", { reference: "c-9", attributes: { city: "Osa\0ka" } }, 400, "/attributes/city"],
  ])("are not made of %s", async (_what, body, status, pointer) => {
    const answer = await post(service.url, "/v1/contacts", body);
    expect(answer).toMatchObject({ status, body: { errors: [{ pointer: expect.stringContaining(pointer) }] } });
  });
});
