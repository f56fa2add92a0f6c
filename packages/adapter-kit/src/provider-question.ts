import { randomUUID } from "node:crypto";
import type {
  Adapter,
  AttemptTrace,
  AudienceCapability,
  CallOptions,
  EvidenceReport,
  ReachabilityCapability,
  ReconcileCapability,
} from "@todoke/core";
import type { AudienceSample } from "./act-samples.ts";
import { attemptOf } from "./attempt.ts";
import type { ProviderCall } from "./provider-call.ts";
import type { ReconcileSample } from "./question-samples.ts";
import type { AdapterSubject } from "./subject.ts";

interface Question<Answer = unknown> extends ProviderCall {
  readonly effect: "ask";
  run(options: CallOptions): Promise<Answer>;
}

/** Calls that change nothing, as far as the adapter makes any. */
export function questionsOf(adapter: Adapter, subject: AdapterSubject): readonly Question[] {
  const { reconcile, reachability, quota, audience } = adapter;
  const [quotaSample] = subject.quota ?? [];
  return [
    ...(reconcile ? (subject.reconcile ?? []).map((sample) => reconcileOf(adapter, reconcile, subject, sample)) : []),
    ...(reachability ? (subject.reachability?.checks ?? []).map((sample) => reachabilityOf(reachability, sample)) : []),
    ...(quota && quotaSample ? [ask("quota.check", quotaSample.answers, (options) => quota.check(options))] : []),
    ...(audience ? (subject.audience?.sends ?? []).flatMap((sample) => progressOf(audience, sample)) : []),
  ];
}

export function reconcileOf(
  adapter: Adapter,
  reconcile: ReconcileCapability,
  subject: AdapterSubject,
  sample: ReconcileSample,
): Question<EvidenceReport | undefined> {
  const [{ to, content }] = subject.sends;
  const trace: AttemptTrace = Object.freeze({
    attemptId: randomUUID(),
    to,
    payload: attemptOf(adapter, content).payload,
    startedAt: sample.startedAt ?? new Date(),
    providerMessageIds: Object.freeze(sample.providerMessageIds ?? []),
    isTaken: (id: string) => Promise.resolve(sample.taken?.includes(id) ?? false),
  });
  return ask(`reconcile.find ("${sample.title}")`, sample.answers, (options) => reconcile.find(trace, options));
}

function reachabilityOf(
  reachability: ReachabilityCapability,
  { address, answers, providerCode }: NonNullable<AdapterSubject["reachability"]>["checks"][number],
): Question {
  return ask(`reachability.check ("${providerCode}")`, answers, (options) => reachability.check(address, options));
}

function progressOf(audience: AudienceCapability, sample: AudienceSample): readonly Question[] {
  const parsed = audience.parse(sample.audience);
  const [first] = sample.progress;
  if (!parsed.ok || first === undefined) return [];
  const { requestId = "" } = sample.receipt;
  return [
    ask(`audience.progress (${sample.audience.type})`, first.answers, (options) =>
      audience.progress({ endpoint: parsed.endpoint, requestId }, options),
    ),
  ];
}

function ask<Answer>(
  name: string,
  accepted: ProviderCall["accepted"],
  run: (options: CallOptions) => Promise<Answer>,
): Question<Answer> {
  return { name, effect: "ask", accepted, run };
}
