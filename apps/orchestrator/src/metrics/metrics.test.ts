import { describe, expect, it } from "vitest";
import type { EngineGauges, Observation } from "@todoke/engine";
import { Metrics } from "./metrics.ts";

/** The lines that differ from those of a service where nothing has happened, without buckets. */
async function linesAfter(...observations: readonly Observation[]): Promise<readonly string[]> {
  const metrics = new Metrics();
  const before = new Set((await metrics.text(undefined)).split("\n"));
  observations.forEach(metrics.observe);
  const lines = (await metrics.text(undefined)).split("\n");
  return lines.filter((line) => !before.has(line) && !line.includes("_bucket"));
}

describe("what is counted", () => {
  it.each<[Observation, readonly string[]]>([
    [
      { type: "message-accepted", purpose: "otp", recipients: 3 },
      ['todoke_messages_accepted_total{purpose="otp"} 1', 'todoke_recipients_accepted_total{purpose="otp"} 3'],
    ],
    [
      { type: "closed", channel: "sms", outcome: "failed", succeeded: false, count: 4 },
      ['todoke_deliveries_closed_total{channel="sms",outcome="failed",succeeded="false"} 4'],
    ],
    [
      { type: "closed", outcome: "skipped", succeeded: false, count: 1 },
      ['todoke_deliveries_closed_total{channel="",outcome="skipped",succeeded="false"} 1'],
    ],
    [
      { type: "corrected", channel: "line", from: "unknown", outcome: "delivered" },
      ['todoke_deliveries_corrected_total{channel="line",from="unknown",outcome="delivered"} 1'],
    ],
    [{ type: "switched", channel: "line", reason: "deadline", count: 2 }, ['todoke_switches_total{channel="line",reason="deadline"} 2']],
    [{ type: "skipped", channel: "line", reason: "quota", count: 5 }, ['todoke_steps_skipped_total{channel="line",reason="quota"} 5']],
    [{ type: "possible-duplicates", count: 2 }, ["todoke_possible_duplicates_total 2"]],
    [{ type: "duplicate-contact", channel: "line" }, ['todoke_duplicate_contacts_total{channel="line"} 1']],
    [
      { type: "call", account: "a", endpoint: "push", result: "refused", errorClass: "quota", tookMs: 250 },
      [
        'todoke_provider_calls_total{account="a",endpoint="push",result="refused",error_class="quota"} 1',
        'todoke_provider_call_duration_seconds_sum{account="a",endpoint="push"} 0.25',
        'todoke_provider_call_duration_seconds_count{account="a",endpoint="push"} 1',
      ],
    ],
    [
      { type: "turn", account: "a", endpoint: "push", result: "taken", waitedMs: 500 },
      ['todoke_turn_wait_seconds_sum{account="a",endpoint="push"} 0.5', 'todoke_turn_wait_seconds_count{account="a",endpoint="push"} 1'],
    ],
    [
      { type: "turn", account: "a", endpoint: "push", result: "given-up", waitedMs: 500 },
      ['todoke_turns_given_up_total{account="a",endpoint="push"} 1'],
    ],
    [{ type: "callback", account: "a", result: "failed" }, ['todoke_callbacks_total{account="a",result="failed"} 1']],
    [
      { type: "report", account: "a", evidence: "read", source: "reconcile", afterMs: -20 },
      [
        'todoke_reports_total{account="a",evidence="read",source="reconcile"} 1',
        'todoke_report_delay_seconds_sum{account="a",source="reconcile"} 0',
        'todoke_report_delay_seconds_count{account="a",source="reconcile"} 1',
      ],
    ],
    [{ type: "inbound-events", account: "a", count: 7 }, ['todoke_inbound_events_total{account="a"} 7']],
    [{ type: "relay", account: "a", result: "given-up" }, ['todoke_relay_posts_total{account="a",result="given-up"} 1']],
  ])("%j", async (observation, lines) => {
    expect(await linesAfter(observation)).toEqual(lines);
  });
});

describe("gauges", () => {
  const gauges: EngineGauges = {
    openDeliveries: { scheduled: 1, held: 2, pending: 3, sending: 4, waiting: 5 },
    accounts: [{ account: "a", state: "unhealthy", isPassedOver: true, quotas: [{ channel: "line", limit: 100, remaining: 7 }] }],
    lanes: [{ account: "a", endpoint: "push", share: 0.7 }],
    budgets: [{ budget: "outage", allowed: 12.5, left: -0.5, held: 3 }],
  };

  it("show how the engine stands", async () => {
    const lines = (await new Metrics().text(gauges)).split("\n");
    expect(lines).toEqual(expect.arrayContaining([
      'todoke_open_deliveries{status="scheduled"} 1',
      'todoke_open_deliveries{status="waiting"} 5',
      'todoke_account_up{account="a"} 0',
      'todoke_account_quota_limit{account="a",channel="line"} 100',
      'todoke_account_quota_remaining{account="a",channel="line"} 7',
      'todoke_rate_share_ratio{account="a",endpoint="push"} 0.7',
      'todoke_budget_allowed{budget="outage"} 12.5',
      'todoke_budget_left{budget="outage"} -0.5',
      'todoke_budget_held_deliveries{budget="outage"} 3',
    ]));
  });

  it("show nothing while the database does not answer, in place of what was", async () => {
    const metrics = new Metrics();
    await metrics.text(gauges);
    expect(await metrics.text(undefined)).not.toMatch(/^todoke_(open|account|rate|budget)/m);
  });
});
