import { createSecretKey, randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Observation } from "../observing/observation.ts";
import type { ReportView } from "../reports/report-view.ts";
import type { IssuedWebhookEndpoint, NewWebhookEndpoint, WebhookEndpointView, Webhooks } from "../webhooks/webhook-view.ts";
import { createScriptedChannel } from "./scripted-channel.ts";
import type { TestDatabase } from "./test-databases.ts";
import { newAddress, openTestEngine, submitText, until, useEngine } from "./test-engine.ts";
import { WebhookReceiver } from "./webhook-receiver.ts";

let paths = 0;

/** An engine that posts to a receiver of the test's; both begin anew with each test. */
export function useWebhooks(database: TestDatabase) {
  const receiver = new WebhookReceiver();
  const told: Observation[] = [];
  const channels = [createScriptedChannel({ channel: "line", kind: "line" }), createScriptedChannel({ channel: "sms", kind: "phone" })];
  const options = {
    accounts: channels.map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
    egress: { allowedNetworks: ["127.0.0.0/8"] },
    secretKeys: [createSecretKey(randomBytes(32))],
    reportFormats: new Map([["short", ({ messageId, addresses, type }: ReportView) => `${messageId} to ${addresses?.["phone"]}: ${type}`]]),
  };
  const shared = useEngine(database, { ...options, observer: (observation) => void told.push(observation) });
  const webhooks = (): Webhooks => shared.engine.webhooks;

  beforeAll(() => receiver.open());
  afterAll(() => receiver.close());
  afterEach(async () => {
    receiver.forget();
    told.length = 0;
    for (const { id } of (await webhooks().list({ limit: 100 })).items) await webhooks().remove(id);
  });

  const endpointThat = (id: string, what: string, matches: (view: WebhookEndpointView) => boolean) =>
    until(`the endpoint ${what}`, async () => {
      const view = await webhooks().get(id);
      return view !== undefined && matches(view) && view;
    });

  return {
    receiver,
    told,
    shared,
    webhooks,
    endpointThat,
    /** An endpoint at a path of its own. */
    make: async (request: Partial<NewWebhookEndpoint> = {}): Promise<IssuedWebhookEndpoint & { readonly path: string }> => {
      paths += 1;
      const path = `/hook-${paths}`;
      return { ...(await webhooks().create({ name: "crm", url: receiver.url(path), ...request })), path };
    },
    /** Two reports for each recipient: LINE is passed over, SMS takes it. */
    submit: (request: Parameters<typeof submitText>[2] = {}) => submitText(shared, { phone: newAddress() }, request),
    arrived: (path: string, count: number) => until(`${count} posts at ${path}`, () => receiver.at(path).length >= count && receiver.at(path)),
    noted: (id: string, count: number) =>
      until(`${count} failures are noted`, async () => (await webhooks().attempts(id, { limit: 1_000 }))!.items.length === count),
    quiet: (id: string) => endpointThat(id, "has nothing to wait for", ({ waiting }) => waiting === 0),
    /** Another process on the same database, with what it posted. */
    another: async () => {
      const posted: Observation[] = [];
      const observer = (observation: Observation) => void (observation.type === "webhook-post" && posted.push(observation));
      const opened = await openTestEngine({ ...options, observer, database: shared.database.settings });
      opened.engine.start();
      return { ...opened, told: posted };
    },
    /** Resolves when every report that there is has its place in the feed. */
    numbered: () => until("all reports are in the feed", async () =>
      (await sql`select from report where position is null`.execute(shared.connection)).rows.length === 0),
  };
}
