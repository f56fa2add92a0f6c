import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { evidenceRank, type SendReceipt } from "@todoke/core";
import type { ExpectedReceipt } from "../act-samples.ts";
import { ample } from "../attempt.ts";
import { always, type AdapterCheck } from "../check.ts";
import { assertRequest } from "../expected-request.ts";
import { actsOf } from "../provider-act.ts";
import { providerErrorOf } from "../refused-call.ts";
import type { ScriptedAnswer } from "../scripted-answer.ts";
import { onStage } from "../stage.ts";

/** What tempts a client to try once more. */
const temptations: readonly ScriptedAnswer[] = [
  { status: 500 },
  { status: 503, headers: { "retry-after": "0" } },
  { status: 429, headers: { "retry-after": "0" } },
  { status: 408 },
  { status: 401 },
  { status: 307, headers: { location: "/elsewhere" } },
  { status: 302, headers: { location: "/elsewhere" } },
  { status: 200, body: "<html></html>" },
  "reset",
  "cut-off",
];

export const sendChecks = [
  {
    id: "send.request",
    title: "sends what the provider documents",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const act of actsOf(adapter, subject)) {
          provider.play(act.accepted);
          const attemptId = randomUUID();
          await act.run(ample, attemptId).catch(() => undefined);
          assertRequest(provider.requests[0], act.request(act.attempt(attemptId)), act.name);
        }
      }),
  },
  {
    id: "send.receipt",
    title: "reads the provider's acceptance into a receipt",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const act of actsOf(adapter, subject)) {
          provider.play(act.accepted);
          assertReceipt(await act.run(ample), act.receipt, act.name);
        }
      }),
  },
  {
    id: "send.one-attempt",
    title: "makes one request for one attempt, whatever comes back",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const act of actsOf(adapter, subject)) {
          for (const answer of [act.accepted, ...subject.refusals.map((refusal) => refusal.answer), ...temptations]) {
            provider.play(answer);
            await act.run(ample).catch(() => undefined);
            const made = provider.requests.length;
            assert.equal(made, 1, `${act.name}, answered ${JSON.stringify(answer)}: ${made} requests were made`);
          }
        }
      }),
  },
  {
    id: "send.redirect",
    title: "does not take a redirect for an acceptance, nor for an outcome left open",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const act of actsOf(adapter, subject)) {
          provider.play([{ status: 307, headers: { location: "/elsewhere" } }, act.accepted]);
          const error = await providerErrorOf(act.run(ample), `${act.name}, redirected`);
          assert.notEqual(error.class, "ambiguous", `${act.name}: whoever redirects did not take the message`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];

function assertReceipt(actual: SendReceipt, expected: ExpectedReceipt, situation: string): void {
  const { evidence = "accepted", providerMessageIds, requestId } = expected;
  assert.ok(evidenceRank(actual.evidence) >= 0, `${situation}: "${actual.evidence}" is no evidence`);
  assert.equal(actual.evidence, evidence, `${situation}: the evidence is wrong`);
  assert.deepEqual(actual.providerMessageIds, providerMessageIds, `${situation}: the message ids are wrong`);
  assert.equal(actual.requestId, requestId, `${situation}: the request id is wrong`);
  const missing = Object.entries(actual).find(([, value]) => value === undefined)?.[0];
  assert.equal(missing, undefined, `${situation}: "${missing}" is there without a value, where it should not be there`);
  assert.equal(actual.duplicate, false, `${situation}: a first call is no duplicate`);
}
