/**
 * What is known of one attempt, weakest first. `sending`: the call was about to be made. `unknown`: it was made, or may
 * have been, and no answer is known. All others are a provider's word. `failed` stands above `sent` because a carrier
 * hands a message over before it fails, and below `delivered` because a receipt may overtake a failure report.
 */
export const evidenceChain = [
  "sending",
  "unknown",
  "accepted",
  "sent",
  "failed",
  "delivered",
  "read",
] as const;

export type AttemptEvidence = (typeof evidenceChain)[number];

/** Evidence that a provider gave, as opposed to what we know by ourselves. */
export type ProviderEvidence = Exclude<AttemptEvidence, "sending" | "unknown">;

/** Evidence that can count as a step's success. */
export type SuccessEvidence = Exclude<ProviderEvidence, "failed">;

export const successEvidence = [
  "accepted",
  "sent",
  "delivered",
  "read",
] as const satisfies readonly SuccessEvidence[];

/** Position in the chain: a higher number is stronger evidence. */
export function evidenceRank(evidence: AttemptEvidence): number {
  return evidenceChain.indexOf(evidence);
}

/** True when `evidence` meets `required`. A failure meets nothing, whatever came before it. */
export function meets(evidence: AttemptEvidence, required: SuccessEvidence): boolean {
  return evidence !== "failed" && evidenceRank(evidence) >= evidenceRank(required);
}

export interface MergedEvidence {
  readonly evidence: AttemptEvidence;
  /** The provider said both failed and delivered (or read) of the same attempt. */
  readonly contradicted: boolean;
}

/**
 * Joins what is known with what just arrived. The result is the same for every order and any repetition of the same
 * set of reports.
 */
export function mergeEvidence(known: MergedEvidence, arriving: AttemptEvidence): MergedEvidence {
  const contradicted =
    known.contradicted || contradict(known.evidence, arriving) || contradict(arriving, known.evidence);
  const evidence = evidenceRank(arriving) > evidenceRank(known.evidence) ? arriving : known.evidence;
  return { evidence, contradicted };
}

function contradict(one: AttemptEvidence, other: AttemptEvidence): boolean {
  return one === "failed" && evidenceRank(other) > evidenceRank("failed");
}
