import type { Problem, Purpose } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { indexAccounts } from "../accounts.ts";
import type { PlanRequest } from "../message-request.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { resolvePlan, type PlanInputs } from "./resolve-plan.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const line = createScriptedChannel({ channel: "line", kind: "line" }).adapter;
const notice = createScriptedChannel({
  channel: "line-notification",
  kind: "phone",
  evidence: { best: "delivered", negative: false, horizonMs: day, recallable: false },
  forbiddenPurposes: { marketing: "LINE forbids advertising here" },
}).adapter;
const sms = createScriptedChannel({
  channel: "sms",
  kind: "phone",
  evidence: { best: "delivered", negative: true, horizonMs: hour, recallable: false },
}).adapter;
const accounts = indexAccounts([
  { id: "japan", adapters: [line, notice] },
  { id: "twilio", adapters: [sms] },
  { id: "second", adapters: [line] },
]);

function resolve(inputs: Partial<PlanInputs> = {}) {
  const problems: Problem[] = [];
  const resolved = resolvePlan({ purpose: "notice", accounts, ...inputs }, problems);
  return { resolved, problems: problems.map(({ pointer, code }) => `${pointer} ${code}`), details: problems.map(({ detail }) => detail) };
}

describe("defaults", () => {
  it("are LINE then SMS, each by the first account that has it, and never a notification", () => {
    const { resolved } = resolve();
    expect(resolved).toMatchObject({
      source: "default",
      validityPeriodMs: 2 * day,
      plan: {
        steps: [
          { channel: "line", account: "japan", succeedOn: "accepted", switchAfterMs: 2 * minute },
          { channel: "sms", account: "twilio", succeedOn: "delivered" },
        ],
        onUnknown: "hold",
        unknownHoldMs: 10 * minute,
        reachability: "ask",
        reachabilityMaxAgeMs: day,
      },
    });
    expect(resolved!.plan.steps[1]).not.toHaveProperty("switchAfterMs");
  });

  it("are the configured plan where there is one, and the request's before both", () => {
    const configured: PlanRequest = { steps: [{ channel: "sms" }] };
    const requested: PlanRequest = { steps: [{ channel: "line" }] };
    expect(resolve({ defaultPlan: configured }).resolved).toMatchObject({ source: "configuration", plan: { steps: [{ channel: "sms" }] } });
    expect(resolve({ defaultPlan: configured, plan: requested }).resolved).toMatchObject({ source: "request", plan: { steps: [{ channel: "line" }] } });
  });

  it("keep a code on its first channel, shorter and sent again when in doubt", () => {
    const { resolved } = resolve({ purpose: "otp" });
    expect(resolved!.plan).toMatchObject({ steps: [{ channel: "line" }], onUnknown: "resend" });
    expect(resolved!.plan.steps).toHaveLength(1);
    expect(resolved!.validityPeriodMs).toBe(10 * minute);
  });

  it.each<readonly [Purpose, readonly number[]]>([
    ["otp", [10_000, 30_000, 30_000]],
    ["alert", [2 * minute, hour, 10 * minute]],
    ["notice", [2 * minute, hour, 10 * minute]],
  ])("of switchAfter for %s follow from what the channel can prove", (purpose, expected) => {
    const channels = ["line", "line-notification", "sms", "line"];
    const { resolved } = resolve({ purpose, plan: { steps: channels.map((channel) => ({ channel })) }, validityPeriod: "P2D" });
    expect(resolved!.plan.steps.map(({ switchAfterMs }) => switchAfterMs)).toEqual([...expected, undefined]);
  });

  it.each<Purpose>(["alert", "notice", "marketing"])("of onUnknown and validity for %s hold and last two days", (purpose) => {
    expect(resolve({ purpose }).resolved).toMatchObject({ plan: { onUnknown: "hold" }, validityPeriodMs: 2 * day });
  });
});

it("takes over everything that the request says", () => {
  const { resolved, problems } = resolve({
    plan: {
      steps: [
        { channel: "line", account: "second", switchAfter: "PT5M", validityPeriod: "PT4M", content: { type: "text", text: "Own" } },
        { channel: "sms", succeedOn: "sent", retry: { every: "PT20M" } },
      ],
      onUnknown: "switch",
      unknownHold: "PT1M",
      reachability: "assume",
      reachabilityMaxAge: "PT3H",
    },
    validityPeriod: "PT1H",
  });
  expect(problems).toEqual([]);
  expect(resolved).toMatchObject({
    validityPeriodMs: hour,
    plan: {
      steps: [
        { account: "second", switchAfterMs: 5 * minute, validityPeriodMs: 4 * minute, content: { type: "text", text: "Own" } },
        { succeedOn: "sent", retryEveryMs: 20 * minute },
      ],
      onUnknown: "switch",
      unknownHoldMs: minute,
      reachability: "assume",
      reachabilityMaxAgeMs: 3 * hour,
    },
  });
});

describe("problems", () => {
  const steps = [{ channel: "line" }, { channel: "sms" }];

  it.each<readonly [string, Partial<PlanInputs>, readonly string[]]>([
    ["no steps", { plan: { steps: [] } }, ["/plan/steps no-steps"]],
    ["an unknown channel", { plan: { steps: [{ channel: "fax" }] } }, ["/plan/steps/0/channel unknown-channel"]],
    ["an unknown account", { plan: { steps: [{ channel: "sms", account: "japan" }] } }, ["/plan/steps/0/account unknown-account"]],
    ["evidence that never comes", { plan: { steps: [{ channel: "line", succeedOn: "delivered" }] } }, ["/plan/steps/0/succeedOn unprovable"]],
    ["a forbidden purpose", { purpose: "marketing", plan: { steps: [{ channel: "line-notification" }] } }, ["/plan/steps/0/channel forbidden-purpose"]],
    ["a switch after the last step", { plan: { steps: [{ channel: "line", switchAfter: "PT1M" }] } }, ["/plan/steps/0/switchAfter nothing-to-switch-to"]],
    ["a duration that is none", { plan: { steps: [{ channel: "line", switchAfter: "2m" }, { channel: "sms" }] } }, ["/plan/steps/0/switchAfter invalid-duration"]],
    ["a duration of zero", { plan: { steps, unknownHold: "PT0S" } }, ["/plan/unknownHold invalid-duration"]],
    ["a bad age", { plan: { steps, reachabilityMaxAge: "P1M" } }, ["/plan/reachabilityMaxAge invalid-duration"]],
    ["a bad validity of a step", { plan: { steps: [{ channel: "sms", validityPeriod: "-PT1M" }] } }, ["/plan/steps/0/validityPeriod invalid-duration"]],
    ["a retry that is none", { plan: { steps: [{ channel: "sms", retry: { every: "often" } }] } }, ["/plan/steps/0/retry/every invalid-duration"]],
    ["a retry after the switch", { plan: { steps: [{ channel: "sms", switchAfter: "PT10M", retry: { every: "PT10M" } }, { channel: "line" }] } }, ["/plan/steps/0/retry/every never-retried"]],
    ["a retry after the end", { plan: { steps: [{ channel: "line" }, { channel: "sms", retry: { every: "PT8M" } }] }, validityPeriod: "PT10M" }, ["/plan/steps/1/retry/every never-retried"]],
    ["a bad validity", { validityPeriod: "soon" }, ["/validityPeriod invalid-duration"]],
    ["more than two days", { validityPeriod: "PT48H1S" }, ["/validityPeriod too-long"]],
    ["a step that cannot start in time", { plan: { steps }, validityPeriod: "PT2M" }, ["/plan/steps/1 never-reached"]],
  ])("are found: %s", (_, inputs, expected) => {
    const { resolved, problems } = resolve(inputs);
    expect(problems).toEqual(expected);
    expect(resolved).toBeUndefined();
  });

  it("are all told at once", () => {
    expect(
      resolve({ plan: { steps: [{ channel: "fax" }, { channel: "line", succeedOn: "read", switchAfter: "x" }, { channel: "sms" }] }, validityPeriod: "y" }).problems,
    ).toEqual([
      "/plan/steps/0/channel unknown-channel",
      "/plan/steps/1/succeedOn unprovable",
      "/plan/steps/1/switchAfter invalid-duration",
      "/validityPeriod invalid-duration",
    ]);
  });

  it("say what would be right", () => {
    expect(resolve({ plan: { steps: [{ channel: "fax" }] } }).details[0]).toContain("line, line-notification, sms");
    expect(resolve({ plan: { steps: [{ channel: "sms", account: "x" }] } }).details[0]).toContain("japan, twilio, second");
    expect(resolve({ accounts: indexAccounts([]) }).details[0]).toContain("there is no account");
    expect(resolve({ plan: { steps }, validityPeriod: "PT1M" }).details[0]).toContain("could start only PT2M after release");
  });

  it("are none at the exact bounds", () => {
    expect(resolve({ validityPeriod: "PT48H" }).problems).toEqual([]);
    expect(resolve({ plan: { steps }, validityPeriod: "PT2M0.001S" }).problems).toEqual([]);
  });
});
