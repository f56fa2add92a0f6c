import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { errorConsequences, type Adapter, type ProviderError } from "@todoke/core";
import type { RefusalSample } from "../act-samples.ts";
import { ample } from "../attempt.ts";
import { always, type AdapterCheck } from "../check.ts";
import { actsOf, sendOf, type ProviderAct } from "../provider-act.ts";
import { callsOf, type ProviderCall } from "../provider-call.ts";
import { graceMs, providerErrorOf } from "../refused-call.ts";
import type { ScriptedResponse } from "../scripted-answer.ts";
import type { ScriptedProvider } from "../scripted-provider.ts";
import { onStage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";

/** Failures behind which a message may have been accepted. */
const openAnswers: readonly ScriptedResponse[] = [
  { status: 408 },
  { status: 500, body: "<html>" },
  { status: 500, body: null },
  { status: 502 },
  { status: 504 },
  { status: 599 },
];

export const errorChecks = [
  {
    id: "errors.classes",
    title: "gives each documented refusal its class",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const refusal of subject.refusals) {
          const act = actOf(adapter, subject, refusal);
          provider.play(refusal.answer);
          assertRefusal(await providerErrorOf(act.run(ample), refusal.title), refusal);
        }
      }),
  },
  {
    id: "errors.unknown-refusal",
    title: "has a class for a refusal that it does not know, which does not have it repeated",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const act of actsOf(adapter, subject)) {
          for (const answer of [subject.unknownRefusal, { status: 418 }, { status: 418, body: "short and stout" }]) {
            provider.play(answer);
            const situation = `${act.name}, refused with ${JSON.stringify(answer)}`;
            const error = await providerErrorOf(act.run(ample), situation);
            const { again } = errorConsequences[error.class];
            const repeated = again === "back-off" || again === "same-key";
            assert.ok(!repeated, `${situation}: class "${error.class}" would have it sent again and again`);
          }
        }
      }),
  },
  {
    id: "errors.stray-refusal",
    title: "does not blame the recipient for a refusal that is not in the provider's own words",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const act of actsOf(adapter, subject)) {
          for (const status of [400, 403, 404, 405, 410, 413]) {
            provider.play({ status, body: "<html>" });
            const error = await providerErrorOf(act.run(ample), `${act.name}, answered a bare ${status}`);
            const blamed = ["recipient", "unreachable", "policy"].includes(error.class);
            assert.ok(!blamed, `${act.name}: a gateway's ${status} is told as "${error.class}"`);
          }
        }
      }),
  },
  {
    id: "errors.unknown-failure",
    title: "takes a failure of the provider that it does not know for an outcome left open",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const call of callsOf(adapter, subject)) {
          for (const answer of openAnswers) {
            provider.play(answer);
            const situation = `${call.name}, answered ${JSON.stringify(answer)}`;
            const error = await providerErrorOf(call.run(ample), situation);
            const open = error.class === "ambiguous";
            assert.equal(open, call.effect === "act", `${situation}: the class is "${error.class}"`);
          }
        }
      }),
  },
  {
    id: "errors.throttling",
    title: "takes a bare 429 for throttling and hands on its Retry-After: gateways send it without the vendor's words",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const call of callsOf(adapter, subject)) {
          provider.play({ status: 429, headers: { "retry-after": "3" }, body: "<html>" });
          const error = await providerErrorOf(call.run(ample), `${call.name}, answered 429`);
          assert.equal(error.class, "throttled", `${call.name}: the class of a bare 429 is "${error.class}"`);
          assert.equal(error.retryAfterMs, 3_000, `${call.name}: retryAfterMs is not that of Retry-After`);
        }
      }),
  },
  {
    id: "errors.retry-after",
    title: "reads Retry-After as a date too, and takes nothing from one that says no time to come",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const call of callsOf(adapter, subject)) {
          const untilMs = Math.ceil(Date.now() / 1_000) * 1_000 + 60_000;
          const dated = await refusedUntil(call, provider, new Date(untilMs).toUTCString());
          const near = dated !== undefined && Math.abs(untilMs - Date.now() - dated) < graceMs;
          assert.ok(near, `${call.name}: retryAfterMs is ${dated}, where Retry-After was a date in a minute`);
          const seconds = await refusedUntil(call, provider, "12");
          assert.equal(seconds, 12_000, `${call.name}: retryAfterMs is ${seconds} of a Retry-After of "12"`);
          for (const value of ["soon", "-3", "", "Thu, 01 Jan 1970 00:00:00 GMT"]) {
            const retryAfterMs = await refusedUntil(call, provider, value);
            assert.ok(!retryAfterMs, `${call.name}: retryAfterMs is ${retryAfterMs} of a Retry-After of "${value}"`);
          }
        }
      }),
  },
  {
    id: "errors.retry-key",
    title: "names the key of a failed attempt where the provider honours one, and only there",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const act of actsOf(adapter, subject)) {
          const keyed = adapter.idempotency?.endpoints.includes(act.endpoint) ?? false;
          for (const answer of [subject.unknownRefusal, "reset"] as const) {
            provider.play(answer);
            const attemptId = randomUUID();
            const error = await providerErrorOf(act.run(ample, attemptId), act.name);
            const key = keyed ? attemptId : undefined;
            assert.equal(error.retryKey, key, `${act.name}: the retryKey of its error is wrong`);
          }
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];

async function refusedUntil(call: ProviderCall, provider: ScriptedProvider, retryAfter: string) {
  provider.play({ status: 429, headers: { "retry-after": retryAfter } });
  return (await providerErrorOf(call.run(ample), `${call.name}, answered 429`)).retryAfterMs;
}

function actOf(adapter: Adapter, subject: AdapterSubject, { title, send }: RefusalSample): ProviderAct {
  const [first] = subject.sends;
  const sample = send === undefined ? first : subject.sends.find((one) => one.title === send);
  assert.ok(sample, `${title}: there is no send with the title "${send}"`);
  return sendOf(adapter, sample);
}

export function assertRefusal(
  error: ProviderError,
  { title, class: errorClass, providerCode, retryAfterMs, requestId, scope, mentions, suppresses }: Omit<RefusalSample, "answer" | "send">,
): void {
  assert.equal(error.class, errorClass, `${title}: the class is wrong`);
  if (providerCode !== undefined) assert.equal(error.providerCode, providerCode, `${title}: the providerCode is wrong`);
  if (requestId !== undefined) assert.equal(error.requestId, requestId, `${title}: the requestId is wrong`);
  assert.equal(error.retryAfterMs, retryAfterMs, `${title}: retryAfterMs is wrong`);
  assert.equal(error.scope, scope, `${title}: the scope is wrong`);
  const shown = mentions === undefined || error.message.includes(mentions);
  assert.ok(shown, `${title}: the message does not name ${mentions}`);
  assert.equal(error.suppresses, suppresses, `${title}: what it says of the address from now on is wrong`);
}
