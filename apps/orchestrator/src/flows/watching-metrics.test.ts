import type { FaultRule, Person } from "@todoke/simulator";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { get, post } from "../testing/call-service.ts";
import { type ReadMetrics, readMetrics } from "../testing/read-metrics.ts";
import { type RunningService, startService } from "../testing/start-service.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";

const userId = (number: number) => `U${number.toString(16).padStart(32, "ca")}`;
const phone = (number: number) => `+8190${55_550_000 + number}`;
const person = (number: number, traits: Partial<Person>) => ({ line: "friend" as const, lineUserId: userId(number), phone: phone(number), ...traits });
const people = {
  friend: person(1, {}),
  slow: person(2, {}),
  stranger: person(3, { line: "blocked", handset: "on" }),
  landline: person(4, { line: "blocked", handset: "landline" }),
  refused: person(5, { handset: "on" }),
  hurried: person(6, {}),
  silent: person(7, { line: "blocked", handset: "on" }),
};

/** What must never be seen in a metric. */
const canaries = {
  text: "canary-text",
  reference: "canary-reference",
  recipient: "canary-recipient",
  variable: "canary-variable",
  path: "canary-path",
  account: "canary-account",
  query: "canary-query",
  written: "canary-written",
};

interface Counts {
  readonly recipients: number;
  readonly final: number;
  readonly outcomes: readonly { readonly outcome: string; readonly succeeded: boolean; readonly channel?: string; readonly count: number }[];
}

describe.each(oneTestDatabase)("the metrics on $name", ({ environment, drop }) => {
  let service: RunningService;
  let metrics: ReadMetrics;

  beforeAll(async () => {
    service = await startService({
      environment,
      configuration: { engine: { callTimeoutMs: 2_500, quotaCheckIntervalMs: 500 } },
      simulator: { people: Object.values(people), line: { monthlyQuota: 1_000 } },
    });
    await sendAll();
    // What is left of the quota is known once the provider was asked.
    metrics = await vi.waitFor(
      async () => {
        const read = await readMetrics(service.url);
        expect(read.sum("todoke_account_quota_limit")).toBeGreaterThan(0);
        return read;
      },
      { timeout: 20_000, interval: 200 },
    );
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await drop();
  });

  const fault = (somebody: Person, endpoint: FaultRule["endpoint"], given: FaultRule["fault"]) =>
    service.simulator.addFault({ endpoint, to: endpoint === "push" ? somebody.lineUserId! : somebody.phone!, fault: given });

  async function submit(somebody: Person): Promise<string> {
    const answer = await post(service.url, "/v1/messages", {
      reference: `${canaries.reference}-${somebody.phone}`,
      to: [{
        reference: canaries.recipient,
        addresses: { line: somebody.lineUserId, phone: somebody.phone },
        variables: { name: canaries.variable },
      }],
      content: { type: "text", text: `${canaries.text} {{ name }}`, template: true },
      plan: { steps: [{ channel: "line" }, { channel: "sms" }] },
    });
    expect(answer).toMatchObject({ status: 202 });
    return (answer.body as { id: string }).id;
  }

  const deliveryOf = (id: string) => get(service.url, `/v1/deliveries/${id.replace("msg_", "dlv_")}_0`);

  /** One of everything that can happen, until nothing more will but for one SMS of which nobody hears. */
  async function sendAll(): Promise<void> {
    fault(people.slow, "push", { kind: "timeout", accepted: true });
    fault(people.refused, "push", { kind: "status", status: 401, body: { message: canaries.text } });
    fault(people.hurried, "push", { kind: "status", status: 429 });
    fault(people.silent, "sms-create", { kind: "callbacks", never: true });
    const ids = new Map<Person, string>();
    for (const somebody of Object.values(people)) ids.set(somebody, await submit(somebody));
    service.simulator.personWrites(people.friend.lineUserId, canaries.written);
    await service.simulator.settled();
    await post(service.url, "/v1/inbound/twilio", "{}", { "x-twilio-signature": "canary-signature" });
    await post(service.url, `/v1/inbound/${canaries.account}`, "{}");
    await get(service.url, `/${canaries.path}?${canaries.query}=1`);
    await get(service.url, `/v1/messages?reference=${canaries.query}`);
    await vi.waitFor(
      async () => {
        for (const [somebody, id] of ids) {
          expect((await deliveryOf(id)).body).toMatchObject({ status: somebody === people.silent ? "waiting" : "final" });
        }
      },
      { timeout: 30_000, interval: 100 },
    );
  }

  it("count the calls to providers by what came of them", () => {
    const push = { account: "line", endpoint: "push" };
    const calls = (labels: Record<string, string>) => metrics.sum("todoke_provider_calls_total", labels);
    // The friend, the repeated ones of the slow and the hurried.
    expect(calls({ ...push, result: "accepted" })).toBe(3);
    expect(calls({ ...push, result: "lost", error_class: "ambiguous" })).toBe(1);
    expect(calls({ ...push, result: "refused", error_class: "sender" })).toBe(1);
    expect(calls({ ...push, result: "refused", error_class: "throttled" })).toBe(1);
    expect(metrics.sum("todoke_provider_call_duration_seconds_count", push)).toBe(calls(push));
    expect(metrics.sum("todoke_provider_call_duration_seconds_sum", push)).toBeGreaterThan(2.4);
    expect(metrics.sum("todoke_turn_wait_seconds_count", push)).toBe(calls(push));
    expect(calls({ account: "twilio", endpoint: "sms-create", result: "accepted" })).toBe(
      service.simulator.ledger().filter(({ endpoint }) => endpoint === "sms-create").length,
    );
  });

  it("tell of switches and of steps that were passed over, by their reasons", () => {
    expect(metrics.sum("todoke_switches_total", { channel: "line", reason: "sender" })).toBe(1);
    expect(metrics.sum("todoke_steps_skipped_total", { channel: "line", reason: "unreachable" })).toBe(3);
  });

  it("count outcomes as the messages do", async () => {
    const { items } = (await get(service.url, "/v1/messages?limit=100")).body as { items: readonly { counts: Counts }[] };
    const counted: Record<string, number> = {};
    for (const { outcome, succeeded, channel = "", count } of items.flatMap(({ counts }) => counts.outcomes)) {
      const key = `${channel} ${outcome} ${succeeded}`;
      counted[key] = (counted[key] ?? 0) + count;
    }
    const shown = metrics.samples
      .filter(({ name }) => name === "todoke_deliveries_closed_total")
      .map(({ labels, value }) => [`${labels["channel"]} ${labels["outcome"]} ${labels["succeeded"]}`, value]);
    expect(Object.fromEntries(shown)).toEqual(counted);
    expect(Object.keys(counted).toSorted()).toEqual(["line accepted true", "sms delivered true", "sms failed false"]);
    const recipients = items.reduce((sum, { counts }) => sum + counts.recipients, 0);
    expect(metrics.sum("todoke_recipients_accepted_total", { purpose: "notice" })).toBe(recipients);
    expect(metrics.sum("todoke_messages_accepted_total")).toBe(items.length);
    expect(metrics.sum("todoke_open_deliveries", { status: "waiting" })).toBe(1);
    expect(metrics.sum("todoke_open_deliveries")).toBe(recipients - metrics.sum("todoke_deliveries_closed_total"));
  });

  it("count what providers post, and what they were not let in with", () => {
    const callbacks = (account: string, result: string) => metrics.sum("todoke_callbacks_total", { account, result });
    expect(callbacks("twilio", "taken")).toBeGreaterThan(0);
    expect(callbacks("twilio", "refused")).toBe(1);
    expect(callbacks("line", "taken")).toBe(1);
    expect(metrics.sum("todoke_inbound_events_total", { account: "line" })).toBe(1);
    expect(metrics.sum("todoke_reports_total", { account: "twilio", evidence: "delivered", source: "webhook" })).toBe(2);
    expect(metrics.sum("todoke_report_delay_seconds_count", { account: "twilio" })).toBe(metrics.sum("todoke_reports_total", { account: "twilio" }));
  });

  it("show accounts, rates, quota, the process and the version", () => {
    expect(metrics.sum("todoke_account_up", { account: "line" })).toBe(1);
    expect(metrics.sum("todoke_account_quota_limit", { account: "line", channel: "line" })).toBe(1_000);
    expect(metrics.sum("todoke_account_quota_remaining", { account: "line", channel: "line" })).toBeGreaterThan(990);
    expect(metrics.sum("todoke_rate_share_ratio", { account: "line", endpoint: "push" })).toBeGreaterThan(0);
    expect(metrics.sum("todoke_http_request_duration_seconds_count", { method: "POST", route: "/v1/messages", status: "2xx" })).toBe(7);
    expect(metrics.sum("process_cpu_seconds_total")).toBeGreaterThan(0);
    expect(metrics.text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
    expect(metrics.text).toMatch(/^todoke_build_info\{version="\d+\.\d+\.\d+"\} 1$/m);
  });

  it("hold no address, id, text, reference or secret", () => {
    const { text } = metrics;
    const secrets = ["line-token", "line-secret", "twilio-token", "canary-signature", "AC0000"];
    const addresses = Object.values(people).flatMap((each) => [each.lineUserId, each.phone, each.phone.slice(1)]);
    const ids = /(msg|dlv|evt|con)_|[0-9a-f]{8}-[0-9a-f]{4}/;
    expect([...secrets, ...addresses, ...Object.values(canaries)].filter((canary) => text.includes(canary))).toEqual([]);
    expect(text).not.toMatch(ids);
    const labels = new Set(metrics.samples.flatMap((sample) => Object.keys(sample.labels)));
    expect([...labels].filter((label) => !knownLabels.includes(label))).toEqual([]);
  });
});

/** Whoever adds one thinks of how many values it can have. */
const knownLabels = [
  "account",
  "channel",
  "endpoint",
  "error_class",
  "evidence",
  "from",
  "outcome",
  "purpose",
  "reason",
  "result",
  "source",
  "status",
  "succeeded",
  "method",
  "route",
  "le",
  "version",
  // Of Node and of the process.
  "space",
  "type",
  "kind",
  "major",
  "minor",
  "patch",
];
