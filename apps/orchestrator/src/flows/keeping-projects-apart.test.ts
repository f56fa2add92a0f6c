import { createHmac } from "node:crypto";
import { apiKeyScopes } from "@todoke/engine";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { operations, type Operation } from "../http/openapi/operations.ts";
import { get, post } from "../testing/call-service.ts";
import { lists, makers, onProjects, person, type Question, questions, somebodyElse, text, to, type Ids } from "../testing/questions-of-projects.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { testKey } from "../testing/test-key.ts";

let service: RunningService;
interface Project {
  readonly id: string;
  readonly headers: { readonly authorization: string };
  readonly ids: Ids;
}
const projects: Record<string, Project> = {};
const sides = [["default", "shop-b"], ["shop-b", "default"]] as const;

beforeAll(async () => {
  const settings = { channelAccessToken: "line-token", channelSecret: "line-secret", apiBaseUrl: "${LINE_API_BASE_URL}", dataApiBaseUrl: "${LINE_DATA_API_BASE_URL}" };
  service = await startService({
    environment: { TODOKE_SECRETS_KEY: Buffer.alloc(32, 7).toString("base64") },
    configuration: {
      accounts: [{ id: "chat-b", project: "shop-b", provider: "line", settings }],
      budgets: [{ name: "monthly-default", per: "month", sends: 1_000 }],
      projects: { "shop-b": { budgets: [{ name: "monthly-shop-b", per: "month", sends: 1_000 }] } },
    },
    simulator: { people: [{ line: "friend", lineUserId: person }] },
  });
  const scopes = apiKeyScopes.filter((scope) => !scope.startsWith("projects:"));
  const { key } = (await made(await post(service.url, "/v1/projects/shop-b/api-keys", { name: "first key", scopes }))) as { key: string };
  for (const [id, authorization, account] of [["default", `Bearer ${testKey}`, "line"], ["shop-b", `Bearer ${key}`, "chat-b"]] as const) {
    projects[id] = { id, headers: { authorization }, ids: await makeSomeOfEverything(id, account, { authorization }) };
  }
}, 60_000);

afterAll(() => service.close());

function made({ status, body }: { status: number; body: unknown }): unknown {
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}

const hook = { name: "crm", url: "https://crm.example.com/reports" };

/** The names that callers choose differ between the projects, as nobody's must from both. */
async function makeSomeOfEverything(project: string, account: string, headers: Record<string, string>): Promise<Ids> {
  const making = async (path: string, body: object | string, type = "application/json") => made(await post(service.url, path, body, { ...headers, "content-type": type })) as { readonly id: string };
  const { id: message } = await making("/v1/messages", { to, text, sendAt: new Date(Date.now() + 86_400_000).toISOString() });
  const { id: openMessage } = await making("/v1/messages", { open: true, text });
  const { id: list } = await making("/v1/audiences", { type: "list", name: project });
  await making(`/v1/audiences/${list}/members`, { members: to });
  const { id: template } = await making("/v1/templates", { name: project, text });
  const { id: push } = await making(`/v1/audiences/${list}/push`, { account });
  const { id: contact } = await making("/v1/contacts", { reference: `c-${project}`, addresses: { line: person } });
  const { id: leaving } = await making("/v1/contacts", { reference: `gone-${project}`, addresses: { line: somebodyElse } });
  const erased = await fetch(`${service.url}/v1/contacts/${leaving}`, { method: "DELETE", headers });
  const { id: erasure } = (await erased.json()) as { id: string };
  await making("/v1/suppressions", { suppressions: [{ addressKind: "line", address: somebodyElse, channel: "line" }] });
  const suppressions = (await get(service.url, "/v1/suppressions", headers)).body as { items: readonly { id: string }[] };
  const { id: apiKey } = await making("/v1/api-keys", { name: "of nobody", scopes: ["messages:read"] });
  const subscription = `crm-${project}`;
  await making("/v1/report-subscriptions", { name: subscription });
  const { id: endpoint } = await making("/v1/webhook-endpoints", hook);
  await making("/v1/webhook-secret/rotate", {});
  const ofUpload = `of-${project}`;
  await making(`/v1/contacts/imports?name=${ofUpload}`, `{"addresses":{"line":"${person}"}}\n`, "application/x-ndjson");
  await making(`/v1/suppressions/imports?name=${ofUpload}`, `{"addressKind":"line","address":"${somebodyElse}","channel":"line"}\n`, "application/x-ndjson");
  const { id: followersImport } = await making(`/v1/accounts/${account}/followers/import`, {});
  const { id: providerAudience } = await making(`/v1/accounts/${account}/provider-audiences`, { name: project, ids: [person] });
  const storedSettings = { channelAccessToken: "line-token", channelSecret: "line-secret" };
  const { id: storedAccount } = await making("/v1/accounts", { provider: "line", name: project, settings: storedSettings });
  const { id: trigger } = await making("/v1/triggers", { name: project, account, when: { type: "follow" }, message: { text } });
  const event = await hearOf(account, project, headers);
  return {
    message, openMessage, delivery: `${message.replace("msg", "dlv")}_0`, list, member: `${list.replace("aud", "mbr")}_0`, push, contact,
    suppression: suppressions.items[0]!.id, apiKey, subscription, endpoint, contactsImport: ofUpload, suppressionsImport: ofUpload, followersImport, erasure,
    event, template, templateVersion: "1", account, storedAccount, providerAudience: String(providerAudience), budget: `monthly-${project}`, trigger,
  };
}

/** Has LINE post what a person wrote to an account of the project. */
async function hearOf(account: string, project: string, headers: Record<string, string>): Promise<string> {
  const body = JSON.stringify({ destination: `U${"0".repeat(32)}`, events: [{
    type: "message", mode: "active", timestamp: Date.now(), webhookEventId: `01${project}`, deliveryContext: { isRedelivery: false },
    source: { type: "user", userId: person }, replyToken: project, message: { type: "text", id: "100001", text: project, quoteToken: "q" },
  }] });
  const signature = createHmac("sha256", "line-secret").update(body).digest("base64");
  made(await post(service.url, `/v1/inbound/${account}`, body, { "x-line-signature": signature }));
  return vi.waitFor(async () => {
    const { items } = (await get(service.url, "/v1/inbound-events", headers)).body as { items: readonly { id: string }[] };
    expect(items).toHaveLength(1);
    return items[0]!.id;
  }, { timeout: 10_000 });
}

/** The same names for things that never were. */
function idsOfNobody(ids: Ids): Ids {
  const entries = Object.entries(ids).map(([kind, id]) => [kind, /[0-9a-f]{32}/.test(id) ? id.replace(/[0-9a-f]{12}(?=_|$)/, "0123456789ab") : /^\d+$/.test(id) ? "987654321" : `no-${id}`]);
  return Object.fromEntries(entries) as Ids;
}

async function askAbout(operation: Operation, { of = {}, query, body }: Question, ids: Ids, { id = "", headers }: Pick<Project, "headers"> & Partial<Project>) {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(name === "project_id" ? id : ids[of[name]!]));
  const content = body?.(ids);
  const type = typeof content === "string" ? "application/x-ndjson" : "application/json";
  const answer = await fetch(`${service.url}${path}${query === undefined ? "" : `?${query(ids)}`}`, {
    method: operation.method.toUpperCase(),
    headers: { ...headers, ...(content !== undefined && { "content-type": type }) },
    ...(content !== undefined && { body: typeof content === "string" ? content : JSON.stringify(content) }),
  });
  // A version is a mere number, which stands in any text.
  const names = Object.entries(ids).flatMap(([kind, id]) => (kind === "templateVersion" ? [] : [id]));
  const told = names.toSorted((one, other) => other.length - one.length).reduce((all, id) => all.replaceAll(id, "…"), await answer.text());
  const shown = [...answer.headers].filter(([name]) => !["date", "content-length", "keep-alive"].includes(name));
  return { status: answer.status, headers: shown, body: told };
}

const operationOf = (id: string) => operations.find((operation) => operation.id === id)!;

it("every operation is known to the tests of this file", () => {
  const known = [...Object.keys(questions), ...lists, ...makers, ...onProjects];
  expect(operations.filter(({ scope }) => scope !== "none").map(({ id }) => id).filter((id) => !known.includes(id))).toEqual([]);
});

describe.each(sides)("a key of %s, asking for what is of %s", (asker, owner) => {
  it.each(Object.entries(questions))("%s answers as if it were nobody's", async (id, question) => {
    const operation = operationOf(id);
    const others = await askAbout(operation, question, projects[owner]!.ids, projects[asker]!);
    const nobodys = await askAbout(operation, question, idsOfNobody(projects[owner]!.ids), projects[asker]!);
    expect(others).toEqual(nobodys);
    if (question.of !== undefined) expect(others).toMatchObject({ status: 404, body: expect.stringContaining('"not-found"') as string });
  });

  it("sees nothing of it in lists", async () => {
    for (const id of lists) {
      const { status, body } = await askAbout(operationOf(id), {}, idsOfNobody(projects[owner]!.ids), projects[asker]!);
      expect({ id, status }).toEqual({ id, status: 200 });
      for (const [kind, other] of Object.entries(projects[owner]!.ids)) {
        const word = kind === "account" ? `"id":"${other}"` : `"${other}"`;
        expect({ id, kind, told: body.includes(word) }).toEqual({ id, kind, told: false });
      }
    }
  });
});

it.each(sides)("everything of %s is as it was after %s has asked for it", async (owner) => {
  const { ids } = projects[owner]!;
  for (const [id, question] of Object.entries(questions)) {
    if (operationOf(id).method !== "get" || ["getNotificationTemplates", "getAccountStatistics"].includes(id)) continue;
    const { status, body } = await askAbout(operationOf(id), question, ids, projects[owner]!);
    expect({ id, status, body }).toMatchObject({ id, status: 200 });
    expect(body).not.toContain("stolen");
  }
});

describe("projects", () => {
  const both = () => ["default", "shop-b"].map((id) => projects[id]!.headers);

  it("can be asked for by keys of the default project alone, and their scopes go to no other", async () => {
    const { headers } = projects["shop-b"]!;
    for (const id of onProjects) {
      expect({ id, ...(await askAbout(operationOf(id), { of: { id: "account" } }, projects["default"]!.ids, { headers })) }).toMatchObject({ id, status: 403 });
    }
    const scopes = ["messages:read", "projects:read"];
    expect(await post(service.url, "/v1/api-keys", { name: "more", scopes }, headers)).toMatchObject({ status: 403, body: { code: "scope-missing" } });
    const refused = { status: 422, body: { errors: [{ pointer: "/scopes/1", code: "of-default-project" }] } };
    expect(await post(service.url, "/v1/projects/shop-b/api-keys", { name: "more", scopes })).toMatchObject(refused);
  });

  it("are made, listed and renamed, and their keys work at once", async () => {
    expect(await post(service.url, "/v1/projects", { id: "shop-c", name: "Shop C" })).toMatchObject({ status: 201, body: { id: "shop-c" } });
    expect(await post(service.url, "/v1/projects", { id: "shop-c", name: "Another" })).toMatchObject({ status: 409, body: { code: "project-exists" } });
    expect(await post(service.url, "/v1/projects", { id: "Shop D", name: "D" })).toMatchObject({ status: 400 });
    const first = (await get(service.url, "/v1/projects?limit=2")).body as { items: object[]; nextCursor: string };
    expect(first.items).toMatchObject([{ id: "default" }, { id: "shop-b", name: "shop-b" }]);
    expect((await get(service.url, `/v1/projects?cursor=${first.nextCursor}`)).body).toEqual({ items: [expect.objectContaining({ id: "shop-c", name: "Shop C" })] });
    const { key } = made(await post(service.url, "/v1/projects/shop-c/api-keys", { name: "first", scopes: ["messages:read"] })) as { key: string };
    expect(await get(service.url, "/v1/messages", { authorization: `Bearer ${key}` })).toMatchObject({ status: 200, body: { items: [] } });
  });

  it("can have the same references, keys of requests, addresses and names", async () => {
    const answers = await Promise.all(both().map((headers) =>
      post(service.url, "/v1/messages", { to, text, reference: "order-42" }, { ...headers, "idempotency-key": "the-same" })));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(new Set(answers.map(({ body }) => (body as { id: string }).id)).size).toBe(2);
    expect(answers.every(({ headers }) => !headers.has("idempotent-replayed"))).toBe(true);
    for (const headers of both()) {
      expect((await get(service.url, "/v1/messages?reference=order-42", headers)).body).toMatchObject({ items: [{ reference: "order-42" }] });
    }
  });

  it("do not hold to each other's suppressions, and both reach their people", async () => {
    const [inDefault, inShop] = both();
    made(await post(service.url, "/v1/suppressions", { suppressions: [{ addressKind: "line", address: person, channel: "line" }] }, inDefault));
    const verdict = async (headers: Record<string, string>) => {
      const { recipients } = made(await post(service.url, "/v1/plans", { to, text }, headers)) as { recipients: readonly { steps: readonly { verdict: string }[] }[] };
      return recipients[0]!.steps[0]!.verdict;
    };
    expect([await verdict(inDefault!), await verdict(inShop!)]).toEqual(["skip", "use"]);
    const { id } = made(await post(service.url, "/v1/messages", { to, text: "from shop B" }, inShop)) as { id: string };
    await vi.waitFor(async () => {
      expect((await get(service.url, `/v1/messages/${id}`, inShop)).body).toMatchObject({ status: "completed", counts: { outcomes: [{ succeeded: true }] } });
    }, { timeout: 20_000 });
  });
});
