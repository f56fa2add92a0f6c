import assert from "node:assert/strict";
import {
  evidenceRank,
  mergeEvidence,
  successEvidence,
  type ErrorClass,
  type EvidenceCapability,
  type MergedEvidence,
  type ProviderEvidence,
  type Webhook,
} from "@todoke/core";
import { always, type AdapterCheck } from "../check.ts";
import { onStage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";
import type { WebhookSample } from "../webhook-samples.ts";

/** What holds of a channel that claims nothing. */
const acceptanceOnly: EvidenceCapability = { best: "accepted", negative: false, horizonMs: 0, recallable: false };

export const evidenceChecks = [
  {
    id: "evidence.claim",
    title: "claims evidence that can exist, with a way for it to arrive and a time until when",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const { best, negative, horizonMs } = adapter.evidence ?? acceptanceOnly;
        assert.ok(successEvidence.includes(best), `evidence.best: "${best}" is no success`);
        assert.ok(Number.isSafeInteger(horizonMs) && horizonMs >= 0, "evidence.horizonMs must be whole milliseconds");
        if (best === "accepted" && !negative) return;
        assert.ok(horizonMs > 0, "evidence.horizonMs must be above 0 where more than acceptance is claimed");
        const arrives = adapter.webhook ?? adapter.reconcile;
        assert.ok(arrives, "more than acceptance is claimed, but neither webhook nor reconcile can bring it");
      }),
  },
  {
    id: "evidence.samples",
    title: "claims what its samples show, no less and no more",
    applies: always,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const { best, negative } = adapter.evidence ?? acceptanceOnly;
        const shown = reportsOf(subject).map(({ evidence }) => evidence);
        const successes = shown.filter((evidence) => evidence !== "failed");
        const strongest = successes.toSorted((one, other) => evidenceRank(other) - evidenceRank(one))[0];
        assert.equal(strongest, best, `evidence.best is "${best}", and the strongest in the samples "${strongest}"`);
        assert.equal(shown.includes("failed"), negative, `evidence.negative is ${negative}, unlike the samples`);
      }),
  },
  {
    id: "evidence.failures",
    title: "gives every failure an error class, and nothing else one",
    applies: ({ webhook }) => webhook !== undefined,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const { title, request } of subject.webhook?.reports ?? []) {
          for (const event of adapter.webhook?.parse(request) ?? []) {
            if (event.type !== "evidence") continue;
            const failed = event.evidence === "failed";
            const classed = event.errorClass !== undefined;
            assert.equal(classed, failed, `${title}: errorClass goes with "failed" and with nothing else`);
          }
        }
      }),
  },
  {
    id: "evidence.order",
    title: "reads reports alike in whatever order they arrive",
    applies: ({ webhook }) => webhook !== undefined,
    run: async (subject) => {
      const reports = subject.webhook?.reports ?? [];
      const [forward, backward] = [await mergedFrom(subject, reports), await mergedFrom(subject, reports.toReversed())];
      assert.deepEqual(backward, forward, "the same reports in reverse order prove something else");
    },
  },
] as const satisfies readonly AdapterCheck[];

interface ShownReport {
  readonly evidence: ProviderEvidence;
  readonly errorClass?: ErrorClass;
}

/** Every word of the provider in the samples: in answers, in reports, when asked. */
function reportsOf({ sends, bulk, webhook, reconcile }: AdapterSubject): readonly ShownReport[] {
  const receipts = [...sends, ...(bulk ? [bulk] : [])].map(({ receipt }) => receipt);
  return [
    ...receipts.map(({ evidence = "accepted" }) => ({ evidence }) as const),
    ...(webhook?.reports ?? []).flatMap(({ events }) => events).filter((event) => event.type === "evidence"),
    ...(reconcile ?? []).flatMap(({ report }) => report ?? []),
  ];
}

/** What an adapter makes of these reports, one after the other. */
async function mergedFrom(subject: AdapterSubject, reports: readonly WebhookSample[]): Promise<MergedEvidence> {
  let known: MergedEvidence = { evidence: "unknown", contradicted: false };
  await onStage(subject, ({ adapter }) => {
    for (const evidence of reports.flatMap(({ request }) => evidenceIn(adapter.webhook, request))) {
      known = mergeEvidence(known, evidence);
    }
  });
  return known;
}

function evidenceIn(webhook: Webhook | undefined, request: WebhookSample["request"]): readonly ProviderEvidence[] {
  return (webhook?.parse(request) ?? []).flatMap((event) => (event.type === "evidence" ? [event.evidence] : []));
}
