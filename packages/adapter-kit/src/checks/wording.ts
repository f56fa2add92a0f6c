import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { ProviderError, SignatureError } from "@todoke/core";
import { ample } from "../attempt.ts";
import { always, type AdapterCheck } from "../check.ts";
import { actsOf, sendOf } from "../provider-act.ts";
import { callsOf } from "../provider-call.ts";
import { graceMs, thrownBy } from "../refused-call.ts";
import { samplesOf } from "../samples-of.ts";
import type { ScriptedAnswer } from "../scripted-answer.ts";
import { onStage, withoutProvider } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";
import { forgeriesOf } from "../webhook-mutations.ts";

/** One of each kind of end that a call can come to, beside the documented refusals. */
const ends: readonly ScriptedAnswer[] = [
  { status: 500 },
  { status: 429 },
  { status: 418 },
  { status: 307, headers: { location: "/elsewhere" } },
  { status: 200, body: "<html>" },
  "reset",
];

export const errorWordingChecks = [
  {
    id: "errors.wording",
    title: "says in words what went wrong, whatever went wrong",
    applies: always,
    run: async (subject) => {
      await onStage(subject, async ({ adapter, provider }) => {
        for (const { answer, title, send } of subject.refusals) {
          const sample = subject.sends.find((one) => one.title === send) ?? subject.sends[0];
          provider.play(answer);
          await assertWorded(sendOf(adapter, sample).run(ample), title);
        }
        for (const act of actsOf(adapter, subject)) {
          for (const answer of refusalsOfActs(subject)) {
            provider.play(answer);
            await assertWorded(act.run(ample), `${act.name}, answered ${JSON.stringify(answer)}`);
          }
        }
        for (const call of callsOf(adapter, subject)) {
          for (const answer of ends) {
            provider.play(answer);
            await assertWorded(call.run(ample), `${call.name}, answered ${JSON.stringify(answer)}`);
          }
        }
        provider.play("hang");
        await Promise.all(
          actsOf(adapter, subject).map(async (act) => {
            await assertWorded(act.run({ ...ample, signal: AbortSignal.abort() }), `${act.name}, aborted before it began`);
            await assertWorded(act.run({ timeoutMs: 100 }), `${act.name}, not answered in time`);
          }),
        );
      });
      await withoutProvider(subject, async (adapter) => {
        for (const call of callsOf(adapter, subject)) await assertWorded(call.run(ample), `${call.name}, not connected`);
      });
    },
  },
] as const satisfies readonly AdapterCheck[];

export const webhookWordingChecks = [
  {
    id: "webhook.wording",
    title: "says in words why a request does not pass for genuine",
    applies: ({ webhook }) => webhook !== undefined,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const webhook = samplesOf(adapter.webhook, "webhook");
        const { reports, forged = [], signatureHeader } = samplesOf(subject.webhook, "webhook");
        const changed = reports.flatMap(({ title, request }) =>
          forgeriesOf(request, signatureHeader).map((one) => ({ title: `${title}, ${one.how}`, request: one.request })),
        );
        for (const { title, request } of [...changed, ...forged]) {
          const error = thrownBy(() => webhook.verify(request));
          if (SignatureError.is(error)) assertWords(error, title);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];

/** Refusals that are not those of a plain send. */
function refusalsOfActs({ bulk, reply, audience }: AdapterSubject): readonly ScriptedAnswer[] {
  const refusals = [...(bulk?.refusals ?? []), ...(reply ? [reply.spent] : []), ...(audience?.sends ?? []).flatMap(({ refusals: own = [] }) => own)];
  return refusals.map(({ answer }) => answer);
}

/** What else may be wrong with an error, and calls that succeed or stay away, are the business of other checks. */
async function assertWorded(call: Promise<unknown>, situation: string): Promise<void> {
  const ended = call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const error: unknown = await Promise.race([ended, setTimeout(graceMs, undefined, { ref: false })]);
  if (ProviderError.is(error)) assertWords(error, situation);
}

/** What a value that was missing, or words that are, leave behind. */
const gaps = /\b(?:undefined|null|NaN|object Object)\b|[:,(]\s*[:;,.)]|[:,(]\s*$/;

/** A sentence for whoever reads the log: words from its first letter on, and nothing missing. */
export function assertWords({ message }: Error, situation: string): void {
  const reads = /^\p{L}\S* \S*\p{L}/u.test(message) && !gaps.test(message);
  assert.ok(reads, `${situation}: the error says only ${JSON.stringify(message)}`);
}
