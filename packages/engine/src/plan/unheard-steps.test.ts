import type { Adapter, InboundDoor, Problem, Step } from "@todoke/core";
import { expect, test } from "vitest";
import { indexAccounts } from "../accounts.ts";
import { createScriptedChannel, type ScriptedCapabilities } from "../testing/scripted-channel.ts";
import { checkDoors } from "./unheard-steps.ts";

const evidence = { best: "delivered", negative: false, horizonMs: 1_000, recallable: false } as const;
const inboundDoor: InboundDoor = {
  current: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  test: () => Promise.resolve({ success: true, status: 200, reason: "OK" }),
};

function adapterWith(capabilities: Partial<ScriptedCapabilities> = {}): Adapter {
  return createScriptedChannel({ channel: "notice", kind: "phone", evidence, ...capabilities }).adapter;
}

const withoutWebhook = (): Adapter => {
  const { webhook: _, ...adapter } = adapterWith();
  return adapter;
};

function check(adapter: Adapter, step: Partial<Step>, canBeTried: boolean, isVerified: boolean) {
  const accounts = indexAccounts([{ id: "main", adapters: [adapter], ...(canBeTried && { services: { inboundDoor } }) }]);
  const steps: readonly Step[] = [{ channel: "notice", account: "main", succeedOn: "delivered", ...step }];
  const plan = { steps, onUnknown: "hold", unknownHoldMs: 1, reachability: "ask", reachabilityMaxAgeMs: 1 } as const;
  const routes = [accounts.route("notice")!];
  const resolved = { plan, source: "request", routes, allRoutes: [routes], validityPeriodMs: 1, fullValidityPeriodMs: 1 } as const;
  const problems: Problem[] = [];
  const notes = checkDoors(resolved, accounts, { isVerified: () => isVerified }, problems);
  return { refused: problems.map(({ pointer, code }) => `${pointer} ${code}`), noted: notes.map(({ code }) => code) };
}

const reconciles = { lostAnswerDelaysMs: [1], silenceDelaysMs: [1] };
const refused = { refused: ["/plan/steps/0 unverified-inbound"], noted: [] };
const noted = { refused: [], noted: ["unverified-inbound"] };
const free = { refused: [], noted: [] };

test.each([
  ["a door that can be tried and was not", adapterWith(), {}, true, false, refused],
  ["a door that is proved", adapterWith(), {}, true, true, free],
  ["a step that says so", adapterWith(), { allowUnverifiedInbound: true }, true, false, free],
  ["a step that says no", adapterWith(), { allowUnverifiedInbound: false }, true, false, refused],
  ["success that the answer proves", adapterWith(), { succeedOn: "accepted" as const }, true, false, free],
  ["success that the provider can be asked about", adapterWith({ reconciles }), {}, true, false, free],
  ["a door that nobody can try", adapterWith(), {}, false, false, noted],
  ["an account that takes no webhooks", withoutWebhook(), {}, false, false, refused],
  ["an account without webhooks, and a step that says so", withoutWebhook(), { allowUnverifiedInbound: true }, true, false, free],
])("%s", (_name, adapter, step, canBeTried, isVerified, expected) => {
  expect(check(adapter, step, canBeTried, isVerified)).toEqual(expected);
});
