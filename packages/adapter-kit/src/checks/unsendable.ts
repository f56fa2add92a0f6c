import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Adapter, SendReceipt } from "@todoke/core";
import type { UnsendableSample } from "../act-samples.ts";
import { ample, attemptOf } from "../attempt.ts";
import type { AdapterCheck } from "../check.ts";
import { providerErrorOf } from "../refused-call.ts";
import { samplesOf } from "../samples-of.ts";
import { onStage } from "../stage.ts";
import { assertRefusal } from "./errors.ts";
import { assertWords } from "./wording.ts";

export const unsendableChecks = [
  {
    id: "errors.unsendable",
    title: "refuses what cannot be sent before it makes a request, and says why",
    applies: ({ unsendable = [] }) => unsendable.length > 0,
    run: (subject) =>
      onStage(subject, async ({ adapter, provider }) => {
        for (const sample of subject.unsendable ?? []) {
          provider.play({ status: 501 });
          const error = await providerErrorOf(attempt(adapter, sample), sample.title);
          assertRefusal(error, sample);
          assertWords(error, sample.title);
          assert.equal(provider.requests.length, 0, `${sample.title}: a request was made`);
        }
      }),
  },
] as const satisfies readonly AdapterCheck[];

function attempt(adapter: Adapter, { to, content, payload, callbackUrl, inBulk }: UnsendableSample): Promise<SendReceipt> {
  const made = attemptOf(adapter, content, { attemptId: randomUUID(), ...(callbackUrl !== undefined && { callbackUrl }) });
  const request = { ...made, ...(payload && { payload }) };
  if (!inBulk) return adapter.send(Object.freeze({ ...request, to }), ample);
  const bulk = samplesOf(adapter.bulk, "bulk");
  return bulk.send(Object.freeze({ ...request, endpoint: bulk.endpoint, to: [to] }), ample);
}
