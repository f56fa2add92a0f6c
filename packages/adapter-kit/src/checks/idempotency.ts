import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Adapter } from "@todoke/core";
import { ample } from "../attempt.ts";
import type { AdapterCheck } from "../check.ts";
import { actsOf, type ProviderAct } from "../provider-act.ts";
import { textOf } from "../recorded-request.ts";
import { onStage, type Stage } from "../stage.ts";
import { samplesOf } from "../samples-of.ts";
import type { AdapterSubject } from "../subject.ts";

const applies = ({ idempotency }: AdapterSubject) => idempotency !== undefined;

export const idempotencyChecks = [
  {
    id: "idempotency.claim",
    title: "claims a key for a time and for endpoints that its samples reach",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const { keyLifetimeMs, endpoints } = samplesOf(adapter.idempotency, "idempotency");
        const whole = Number.isSafeInteger(keyLifetimeMs) && keyLifetimeMs > 0;
        assert.ok(whole, "keyLifetimeMs must be whole milliseconds above 0");
        assert.ok(endpoints.length > 0, "idempotency is claimed for no endpoint");
        const reached = actsOf(adapter, subject).map(({ endpoint }) => endpoint);
        const missed = endpoints.find((endpoint) => !reached.includes(endpoint));
        assert.equal(missed, undefined, `no sample sends through "${missed}"`);
      }),
  },
  {
    id: "idempotency.key",
    title: "sends one key and the same bytes for a repeated attempt, and a new key for a new one",
    applies,
    run: (subject) =>
      onStage(subject, async (stage) => {
        for (const act of actsOf(stage.adapter, subject)) await assertKeys(act, stage, subject);
      }),
  },
  {
    id: "idempotency.duplicate",
    title: "takes the answer to a key that was accepted before for acceptance, and says that it is a duplicate",
    applies,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const act of actsOf(adapter, subject)) {
          const { duplicate, duplicateRequestId } = samplesOf(subject.idempotency, "idempotency");
          provider.play(duplicate);
          const receipt = await act.run(ample).catch(() => undefined);
          if (!isKeyed(adapter, act)) {
            assert.equal(receipt, undefined, `${act.name}: sent without a key, and taken for a duplicate`);
            continue;
          }
          assert.ok(receipt, `${act.name}: an attempt that was accepted before is refused`);
          assert.equal(receipt.duplicate, true, `${act.name}: the receipt does not say that it is a duplicate`);
          const named = duplicateRequestId === undefined || receipt.requestId === duplicateRequestId;
          assert.ok(named, `${act.name}: the receipt does not name the call that was accepted`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];

function isKeyed({ idempotency }: Adapter, { endpoint }: ProviderAct): boolean {
  return idempotency?.endpoints.includes(endpoint) ?? false;
}

async function assertKeys(act: ProviderAct, { adapter, provider }: Stage, subject: AdapterSubject): Promise<void> {
  const samples = samplesOf(subject.idempotency, "idempotency");
  provider.play(act.accepted);
  const attemptId = randomUUID();
  for (const id of [attemptId, attemptId, randomUUID()]) await act.run(ample, id).catch(() => undefined);
  const [first, again, other] = provider.requests;
  assert.ok(first && again && other, `${act.name}: three attempts made ${provider.requests.length} requests`);
  const [key, sameKey, otherKey] = [first, again, other].map((request) => samples.readKey(request));
  if (!isKeyed(adapter, act)) {
    assert.equal(key, undefined, `${act.name}: a key is sent to an endpoint that is not claimed to honour one`);
    return;
  }
  assert.ok(key, `${act.name}: no key is sent`);
  assert.equal(sameKey, key, `${act.name}: the same attempt goes out under another key`);
  assert.notEqual(otherKey, key, `${act.name}: another attempt goes out under the same key`);
  assert.equal(textOf(again), textOf(first), `${act.name}: the same attempt goes out with other bytes`);
}
