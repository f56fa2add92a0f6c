import { expect, test } from "vitest";
import { createLine } from "./index.ts";
import { endpoints, limitsOf } from "./endpoints.ts";

const documented = {
  "60 in 3600 s": [
    "narrowcast",
    "broadcast",
    "webhook-test",
    "insight-message",
    "insight-unit",
    "insight-deliveries",
    "insight-followers",
    "insight-demographic",
  ],
  "1000 in 60 s": ["webhook-endpoint", "webhook-endpoint-set"],
  "60 in 60 s": Object.keys(endpoints).filter((name) => name.startsWith("audience-")),
  "200 in 1 s": ["multicast"],
  "100 in 1 s": ["loading"],
};

test("each call has LINE's rate: 2,000 a second unless it is documented otherwise", () => {
  const special = new Map(
    Object.entries(documented).flatMap(([rate, names]) => names.map((name) => [name, rate] as const)),
  );
  for (const [name, { limit }] of Object.entries(endpoints)) {
    const rate = `${limit.requests} in ${limit.perMs / 1000} s`;
    expect(`${name}: ${rate}`).toBe(`${name}: ${special.get(name) ?? "2000 in 1 s"}`);
  }
});

test("only push, multicast, narrowcast and broadcast honour keys, and the adapter says so", async () => {
  const keyed = Object.entries(endpoints).flatMap(([name, { keyed: honours }]) => (honours ? [name] : []));
  const line = createLine({ channelAccessToken: "line-token" });
  expect(line.adapter.idempotency.endpoints.toSorted()).toEqual(keyed.toSorted());
  await line.close();
});

test("every endpoint that the adapters name for pacing has its limit there", async () => {
  const line = createLine({ channelAccessToken: "line-token" });
  const { adapter, notificationAdapter } = line;
  const named = [adapter.bulk, adapter.reachability, adapter.quota, adapter.reply].map(({ endpoint }) => endpoint);
  expect(Object.keys(adapter.limits ?? {})).toEqual(
    expect.arrayContaining(["push", "broadcast", "narrowcast", ...named]),
  );
  expect(notificationAdapter.limits).toEqual(limitsOf("pnp-template", "pnp-flexible", "unit-usage", "insight-unit"));
  await line.close();
});
