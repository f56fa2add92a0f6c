import { once } from "node:events";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { apiKeyScopes, type ApiKeyScope } from "@todoke/engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { doorAt } from "../http/compat/doors.ts";
import { operations, type Operation } from "../http/openapi/operations.ts";
import { answerErrors } from "../testing/answer-schemas.ts";
import { type Answer, get, post } from "../testing/call-service.ts";
import { type RunningService, startService } from "../testing/start-service.ts";

let service: RunningService;

beforeAll(async () => {
  service = await startService({ configuration: { requestLimit: { requests: mostRequests, perMs: 600_000 } } });
});

afterAll(() => service.close());

/** More than all of these tests take with one key. */
const mostRequests = 500;

interface IssuedKey {
  readonly id: string;
  readonly key: string;
  readonly formerSecretUntil?: string;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

async function makeKey(scopes: readonly ApiKeyScope[]): Promise<IssuedKey> {
  const { status, body } = await post(service.url, "/v1/api-keys", { name: "made by a test", scopes });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body as IssuedKey;
}

/** Asks for what is not there, in a way that nothing is done by. */
async function tryOperation({ method, path }: Operation, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const url = new URL(path.replaceAll(/\{\w+\}/g, "nobody"), service.url);
  const answer = await fetch(url, { method: method.toUpperCase(), headers });
  const text = await answer.text();
  const isProblem = answer.headers.get("content-type")?.startsWith("application/problem+json") === true;
  return { status: answer.status, headers: answer.headers, body: isProblem ? (JSON.parse(text) as unknown) : text };
}

it("lets a key ask so often and no more, whatever it asks for, and nobody else less", { timeout: 60_000 }, async () => {
  const { key } = await makeKey(["messages:read"]);
  const ask = (path: string) => fetch(`${service.url}${path}`, { headers: bearer(key) });
  const first = await ask("/v1/messages");
  expect([first.status, first.headers.get("ratelimit-policy")]).toEqual([200, `"key";q=${mostRequests};w=600`]);
  expect(first.headers.get("ratelimit")).toMatch(new RegExp(`^"key";r=${mostRequests - 1};t=(600|59\\d)$`));
  const more = await Promise.all(Array.from({ length: mostRequests - 1 }, (_, index) => ask(index % 2 === 0 ? "/v1/messages" : "/v1/api-keys")));
  expect([...new Set(more.map(({ status }) => status))].toSorted((one, other) => one - other)).toEqual([200, 403]);
  const refused = await ask("/v1/messages");
  expect([refused.status, await refused.json()]).toMatchObject([429, { code: "too-many-requests" }]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(500);
  expect((await get(service.url, "/v1/messages")).status).toBe(200);
});

const schemes = { bearer: "Bearer", app: "App", basic: "Basic" } as const;

describe("every endpoint", () => {
  const guarded = operations.filter(({ scope }) => scope !== "none");

  it("is open to all only where it is the service's own, or providers post there", () => {
    const open = operations.filter(({ scope }) => scope === "none").map(({ path }) => path);
    expect(open).toEqual(["/v1/inbound/{accountId}", "/v1/inbound/{accountId}", "/healthz", "/readyz", "/metrics", "/openapi.json", "/docs"]);
  });

  it.each(operations.filter(({ scope }) => scope === "none").map((operation) => [operation.id, operation] as const))("%s asks nobody for a key", async (_id, operation) => {
    expect(JSON.stringify((await tryOperation(operation, {})).body)).not.toContain('"code":"api-key');
  });

  it("asks for a key, and says how it is presented", async () => {
    for (const operation of guarded) {
      const { status, headers, body } = await tryOperation(operation, {});
      expect({ id: operation.id, status, body }).toMatchObject({ id: operation.id, status: 401, body: doorAt(operation.path) === undefined ? { code: "api-key-missing" } : expect.stringContaining("401") as string });
      expect(headers.get("www-authenticate")).toBe(`${schemes[doorAt(operation.path)?.keyForms[0] ?? "bearer"]} realm="todoke"`);
    }
  });

  it("refuses a key that lacks its scope, and names that; one that has it is let in", async () => {
    const others = new Map<ApiKeyScope, string>();
    for (const scope of apiKeyScopes) others.set(scope, (await makeKey(apiKeyScopes.filter((other) => other !== scope))).key);
    const all = await makeKey(apiKeyScopes);
    for (const operation of guarded) {
      const scope = operation.scope as ApiKeyScope;
      const { status, headers, body } = await tryOperation(operation, bearer(others.get(scope)!));
      const named = expect.stringContaining(scope) as string;
      expect({ id: operation.id, status, body }).toMatchObject({ id: operation.id, status: 403, body: doorAt(operation.path) === undefined ? { code: "scope-missing", detail: named } : named });
      expect(headers.get("www-authenticate")).toContain(`scope="${scope}"`);
      expect([200, 202, 400, 404, 415, 422]).toContain((await tryOperation(operation, bearer(all.key))).status);
    }
  }, 60_000);
});

describe("a key", () => {
  it.each([
    ["in another scheme", (key: string) => `Basic ${key}`, "api-key-missing"],
    ["without a scheme", (key: string) => key, "api-key-missing"],
    ["with something behind it", (key: string) => `Bearer ${key} twice`, "api-key-missing"],
    ["of another secret", (key: string) => `Bearer ${key.replace(/.{43}$/, "a".repeat(43))}`, "api-key-refused"],
    ["that is somebody's password", () => "Bearer hunter2", "api-key-refused"],
  ])("%s is refused", async (_how, authorization, code) => {
    const { key } = await makeKey(["messages:read"]);
    expect(await get(service.url, "/v1/messages", bearer(key))).toMatchObject({ status: 200 });
    expect(await get(service.url, "/v1/messages", { authorization: authorization(key) })).toMatchObject({ status: 401, body: { code } });
  });

  it("is shown without its secret, and is what the contract says", async () => {
    const issued = await makeKey(["messages:read"]);
    const one = (await get(service.url, `/v1/api-keys/${issued.id}`)).body;
    const page = (await get(service.url, "/v1/api-keys?limit=1")).body;
    for (const [schema, answer] of Object.entries({ IssuedApiKey: issued, ApiKey: one, ApiKeyPage: page })) expect({ schema, errors: answerErrors(schema, answer) }).toEqual({ schema, errors: [] });
    expect(JSON.stringify([one, page])).not.toContain(issued.key.slice(-43));
  });

  it("hands on no more than it may do itself, neither made nor rotated", async () => {
    const strong = await makeKey(["keys:manage", "messages:read"]);
    const manager = bearer((await makeKey(["keys:manage"])).key);
    const refused = { status: 403, body: { code: "scope-missing", detail: expect.stringContaining("messages:read") as string } };
    expect(await post(service.url, "/v1/api-keys", { name: "more", scopes: ["keys:manage", "messages:read"] }, manager)).toMatchObject(refused);
    expect(await post(service.url, `/v1/api-keys/${strong.id}/rotate`, {}, manager)).toMatchObject(refused);
    expect(await post(service.url, "/v1/api-keys", { name: "as much", scopes: ["keys:manage"] }, manager)).toMatchObject({ status: 201 });
  });

  it("is taken with both secrets after it was rotated, and with none after it was revoked", async () => {
    const before = await makeKey(["messages:read"]);
    const rotated = await post(service.url, `/v1/api-keys/${before.id}/rotate`, { overlap: "PT1H" });
    const after = rotated.body as IssuedKey;
    expect(rotated.headers.get("cache-control")).toBe("no-store");
    expect(after).toMatchObject({ id: before.id, formerSecretUntil: expect.any(String) as string });
    const statuses = () => Promise.all([before, after].map(async ({ key }) => (await get(service.url, "/v1/messages", bearer(key))).status));
    expect(await statuses()).toEqual([200, 200]);
    const revoke = () => post(service.url, `/v1/api-keys/${before.id}/revoke`, {});
    const revoked = await revoke();
    expect(revoked).toMatchObject({ status: 200, body: { id: before.id, revokedAt: expect.any(String) as string } });
    expect(await revoke()).toMatchObject({ status: 200, body: revoked.body as object });
    expect(await post(service.url, `/v1/api-keys/${before.id}/rotate`, {})).toMatchObject({ status: 409, body: { code: "already-over" } });
    await service.restart();
    expect(await statuses()).toEqual([401, 401]);
  });

  it("is asked for before an upload is read", async () => {
    const upload = httpRequest(`${service.url}/v1/messages/msg_${"0".repeat(32)}/recipients`, { method: "POST", headers: { "content-type": "application/x-ndjson" } });
    upload.write("{");
    const [answer] = (await once(upload, "response")) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(401);
    upload.destroy();
  });
});
