import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { ample } from "../attempt.ts";
import type { AdapterCheck } from "../check.ts";
import { assertRequest } from "../expected-request.ts";
import { bulkOf } from "../provider-act.ts";
import { providerErrorOf } from "../refused-call.ts";
import { samplesOf } from "../samples-of.ts";
import { onStage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";
import { assertRefusal } from "./errors.ts";

const applies = ({ bulk }: AdapterSubject) => bulk !== undefined;

export const bulkChecks = [
  {
    id: "bulk.members",
    title: "says which addresses may be part of a bulk call",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const [bulk, sample] = [samplesOf(adapter.bulk, "bulk"), samplesOf(subject.bulk, "bulk")];
        for (const address of sample.addresses(3)) assert.ok(bulk.accepts(address), "accepts keeps out a good address");
        const wrong = sample.excluded?.some((address) => bulk.accepts(address)) ?? false;
        assert.ok(!wrong, "accepts takes an address that is excluded");
      }),
  },
  {
    id: "bulk.full",
    title: "carries as many recipients as it claims in one request",
    applies,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        const [bulk, sample] = [samplesOf(adapter.bulk, "bulk"), samplesOf(subject.bulk, "bulk")];
        const { maxRecipients } = bulk;
        const whole = Number.isSafeInteger(maxRecipients) && maxRecipients > 1;
        assert.ok(whole, "maxRecipients must be a whole number above 1");
        const act = bulkOf(adapter, bulk, sample, maxRecipients);
        provider.play(sample.accepted);
        const attemptId = randomUUID();
        await act.run(ample, attemptId);
        assert.equal(provider.requests.length, 1, `${act.name}: ${provider.requests.length} requests were made`);
        assertRequest(provider.requests[0], act.request(act.attempt(attemptId)), act.name);
      }),
  },
  {
    id: "bulk.refusal",
    title: "refuses all together, and names the one at fault where the provider does",
    applies,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        const [bulk, sample] = [samplesOf(adapter.bulk, "bulk"), samplesOf(subject.bulk, "bulk")];
        const act = bulkOf(adapter, bulk, sample);
        for (const refusal of sample.refusals) {
          provider.play(refusal.answer);
          const error = await providerErrorOf(act.run(ample), refusal.title);
          assertRefusal(error, refusal);
          assert.equal(error.failedIndex, refusal.failedIndex, `${refusal.title}: failedIndex is wrong`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];
