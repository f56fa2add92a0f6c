import assert from "node:assert/strict";
import type { CallOptions } from "@todoke/core";
import { ample } from "../attempt.ts";
import { always, type AdapterCheck } from "../check.ts";
import { callsOf, type ProviderCall } from "../provider-call.ts";
import { graceMs, providerErrorOf, within } from "../refused-call.ts";
import type { ScriptedAnswer } from "../scripted-answer.ts";
import { onStage, withoutProvider, type Stage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";

const shortMs = 150;

/** Longer than a 32-bit timer holds, in which such a deadline has passed at once. */
const farMs = 2 ** 31 + 1_000;

export const callChecks = [
  {
    id: "calls.deadline",
    title: "gives a call up at its deadline, with the outcome open where people may have been reached",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        const calls = callsOf(adapter, subject);
        for (const call of calls) await warmUp(call, { provider });
        for (const answer of ["hang", "hang-in-body"] as const) {
          provider.play(answer);
          const situation = `provider that leaves it at "${answer}"`;
          await Promise.all(calls.map((call) => assertOpen(call, situation, { timeoutMs: shortMs })));
        }
      }),
  },
  {
    id: "calls.far-deadline",
    title: "takes a deadline that is weeks away",
    applies: always,
    run: (subject) =>
      forEachCall(subject, async (call, { provider }) => {
        await warmUp(call, { provider });
        provider.play(call.accepted);
        const failed = `${call.name}: a deadline of ${farMs} ms breaks the call`;
        await assert.doesNotReject(call.run({ timeoutMs: farMs }), failed);
      }),
  },
  {
    id: "calls.aborted-before",
    title: "makes no request under a signal that was aborted before, and leaves nothing open",
    applies: always,
    run: (subject) =>
      forEachCall(subject, async (call, { provider }) => {
        provider.play(call.accepted);
        const situation = `${call.name}, aborted before it began`;
        const running = providerErrorOf(call.run({ ...ample, signal: AbortSignal.abort() }), situation);
        const error = await within(graceMs, running, situation);
        assert.equal(provider.requests.length, 0, `${situation}: a request was made`);
        assert.notEqual(error.class, "ambiguous", `${situation}: nothing was sent, so nothing is open`);
      }),
  },
  {
    id: "calls.aborted-during",
    title: "stops when its signal is aborted, with the outcome open where people may have been reached",
    applies: always,
    run: (subject) =>
      forEachCall(subject, async (call, { provider }) => {
        await warmUp(call, { provider });
        provider.play("hang");
        const controller = new AbortController();
        const arrived = provider.nextRequest();
        const options = { ...ample, signal: controller.signal };
        const open = assertOpen(call, "signal aborted while the provider hangs", options);
        await Promise.race([arrived, open]);
        controller.abort();
        await within(graceMs, open, `${call.name}, aborted while the provider hangs`);
      }),
  },
  {
    id: "calls.told-apart",
    title: "has one code for a deadline that passed and another for a signal that was aborted",
    applies: always,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        const calls = callsOf(adapter, subject);
        for (const call of calls) await warmUp(call, { provider });
        provider.play("hang");
        const codes = calls.map(async (call) => [await codeSoon(call, { timeoutMs: shortMs }), await codeSoon(call, { ...ample, signal: abortedIn(shortMs) })]);
        for (const [index, [late, aborted]] of (await Promise.all(codes)).entries()) {
          if (late === undefined || aborted === undefined) continue;
          assert.notEqual(aborted, late, `${calls[index]?.name}: a deadline and an abort have the same providerCode`);
        }
      }),
  },
  {
    id: "calls.lost-answer",
    title: "leaves the outcome open when the connection breaks after the request was written",
    applies: always,
    run: (subject) =>
      forEachCall(subject, async (call, { provider }) => {
        for (const answer of ["reset", "cut-off", "not-http"] as const) {
          provider.play(answer);
          await assertOpen(call, `connection that breaks ("${answer}")`, ample);
        }
      }),
  },
  {
    id: "calls.unreadable-answer",
    title: "leaves the outcome open when a success cannot be read",
    applies: always,
    run: (subject) =>
      forEachCall(subject, async (call, { provider }) => {
        for (const body of ["<html>Welcome to the Wi-Fi</html>", '{"id": "1', ""]) {
          const answer: ScriptedAnswer = { status: 200, headers: { "content-type": "application/json" }, body };
          provider.play(answer);
          await assertOpen(call, `success with the body ${JSON.stringify(body)}`, ample);
        }
      }),
  },
  {
    id: "calls.refused-connection",
    title: "says `unavailable` when the provider cannot be connected to",
    applies: always,
    run: (subject) =>
      withoutProvider(subject, async (adapter) => {
        for (const call of callsOf(adapter, subject)) {
          const error = await providerErrorOf(call.run(ample), `${call.name}, connection refused`);
          assert.equal(error.class, "unavailable", `${call.name}: nothing was sent where nobody listens`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];

function forEachCall(subject: AdapterSubject, act: (call: ProviderCall, stage: Stage) => Promise<void>): Promise<void> {
  return onStage(subject, async (stage) => {
    for (const call of callsOf(stage.adapter, subject)) await act(call, stage);
  });
}

/** The code of a call that fails soon; that it does is the business of other checks. */
async function codeSoon(call: ProviderCall, options: CallOptions): Promise<string | undefined> {
  const code = providerErrorOf(call.run(options), call.name).then(({ providerCode }) => providerCode);
  return within(graceMs, code, call.name).catch(() => undefined);
}

function abortedIn(delayMs: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), delayMs);
  return controller.signal;
}

/** Lets the adapter load and connect, so that a short deadline measures the call alone. */
async function warmUp(call: ProviderCall, { provider }: Pick<Stage, "provider">): Promise<void> {
  provider.play(call.accepted);
  await call.run(ample).catch(() => undefined);
}

/** A call that went out and got no usable answer: open for an act, failed for a question, soon for both. */
async function assertOpen(call: ProviderCall, what: string, options: CallOptions): Promise<void> {
  const situation = `${call.name}, ${what}`;
  const limitMs = Math.min(options.timeoutMs + graceMs, ample.timeoutMs);
  const error = await within(limitMs, providerErrorOf(call.run(options), situation), situation);
  if (call.effect === "act") {
    assert.equal(error.class, "ambiguous", `${situation}: the provider may have acted`);
  } else {
    assert.notEqual(error.class, "ambiguous", `${situation}: a question leaves nothing open`);
  }
}
