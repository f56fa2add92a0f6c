import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerErrors } from "../testing/answer-schemas.ts";
import { get, post } from "../testing/call-service.ts";
import { arbitraryRequest, type FuzzedRequest } from "../testing/fuzzing/arbitrary-request.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { withTestKey } from "../testing/test-key.ts";
import { openapiDocument } from "./openapi/openapi-document.ts";
import type { OperationObject } from "./openapi/operation-object.ts";
import { componentPrefix } from "./schema/json-schema.ts";

/** Requests for each operation, the same each time. FUZZ_RUNS=1000 makes more than these few, FUZZ_SEED others. */
const runs = Number(process.env["FUZZ_RUNS"] ?? 12);
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

const { paths, components } = openapiDocument();
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

let service: RunningService;
let ids: readonly string[];

beforeAll(async () => {
  service = await startService({ configuration: { budgets: [{ name: "monthly", per: "month", sends: 1_000 }], egress: { allowedNetworks: ["127.0.0.0/8"] } } });
  ids = await makeSomeOfEverything();
}, 60_000);

afterAll(() => service.close());

describe(`any request that the document allows or forbids (seed ${seed})`, () => {
  it.each(operations)("$method $path is answered as the document says", async ({ path, method, operation }) => {
    await fc.assert(
      fc.asyncProperty(arbitraryRequest(path, operation, { schemas: components.schemas, ids }), (request) => ask(method, operation, request)),
      { numRuns: runs, seed },
    );
  }, 600_000);
});

async function ask(method: string, operation: OperationObject, { path, headers, body }: FuzzedRequest): Promise<void> {
  const answer = await fetch(service.url + path, { method, headers: { ...withTestKey, ...headers }, ...(body !== undefined && { body }), redirect: "manual" });
  const text = await answer.text();
  const told = `${method} ${path} ${body ?? ""}\n${answer.status} ${text}`.slice(0, 2_000);
  expect(answer.status, told).toBeLessThan(500);
  const documented = operation.responses[answer.status];
  expect(documented, `not documented: ${told}`).toBeDefined();
  const mediaType = (answer.headers.get("content-type") ?? "").split(";")[0]!;
  const schema = documented!.content?.[mediaType]?.schema;
  if (text !== "") expect(documented!.content, `media type ${mediaType}: ${told}`).toHaveProperty([mediaType]);
  if (schema?.$ref !== undefined) expect(answerErrors(schema.$ref.slice(componentPrefix.length), JSON.parse(text)), told).toEqual([]);
}

/** So that requests find something to work on. */
async function makeSomeOfEverything(): Promise<readonly string[]> {
  const to = [{ reference: "c-1", addresses: { line: `U${"1".repeat(32)}`, phone: "+819012345678" }, variables: { name: "Aiko" } }];
  const id = async (path: string, body: unknown) => {
    const answer = await post(service.url, path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return (answer.body as { id: string }).id;
  };
  const sent = await id("/v1/messages", { to, text: "Hello" });
  const scheduled = await id("/v1/messages", { to, text: "Hello", sendAt: new Date(Date.now() + 86_400_000).toISOString() });
  const open = await id("/v1/messages", { open: true, text: "Hello" });
  const list = await id("/v1/audiences", { type: "list", name: "regulars" });
  await post(service.url, `/v1/audiences/${list}/members`, { members: to });
  const members = (await get(service.url, `/v1/audiences/${list}/members`)).body as { members: readonly { id: string }[] };
  const suppression = (await post(service.url, "/v1/suppressions", { suppressions: [{ addressKind: "phone", address: "+819000000000", channel: "sms" }] })).body;
  const found = JSON.stringify(suppression).match(/sup_[0-9a-f]{32}/g) ?? [];
  const template = await id("/v1/templates", { name: "greeting", text: "Hello {{ name }}" });
  const key = await id("/v1/api-keys", { name: "of nobody", scopes: ["messages:read"] });
  const endpoint = await id("/v1/webhook-endpoints", { name: "of nobody", url: "https://nobody.invalid/", platform: { entityId: "nobody" } });
  const contact = await id("/v1/contacts", { reference: "c-1", addresses: { phone: "+819012345678" }, attributes: { name: "Aiko" }, tester: true });
  const filter = await id("/v1/audiences", { type: "filter", name: "reachable", filter: { hasAddress: "phone" } });
  await post(service.url, "/v1/contacts/imports?name=crm", "reference\nc-2\n\"\"", { "content-type": "text/csv" });
  const account = await id("/v1/accounts", { provider: "line", name: "Shop", settings: { channelAccessToken: "line-token", apiBaseUrl: service.simulator.url } });
  return [template, "1", key, contact, filter, "crm", account, endpoint, `rpt_${"0".repeat(32)}_0_1`, sent, scheduled, open, `${sent.replace("msg", "dlv")}_0`, list, ...(members.members ?? []).map((member) => member.id), ...found, "line", "twilio", "monthly"];
}
