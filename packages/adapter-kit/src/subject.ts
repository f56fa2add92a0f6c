import type { Adapter, ContentType } from "@todoke/core";
import type {
  AudienceSamples,
  BulkSample,
  IdempotencySamples,
  RefusalSample,
  ReplySample,
  SendSample,
  UnsendableSample,
} from "./act-samples.ts";
import type { ContentSample, CostSample, Rendering } from "./content-samples.ts";
import type { QuotaSample, ReachabilitySamples, ReconcileSample } from "./question-samples.ts";
import type { BackgroundAnswer } from "./scripted-provider.ts";
import type { ScriptedResponse } from "./scripted-answer.ts";
import type { WebhookSamples } from "./webhook-samples.ts";

/** An adapter that was made for one check. */
export interface MadeAdapter {
  readonly adapter: Adapter;
  /** Releases connections. The provider still answers, or still hangs, when it is called. */
  close?(): Promise<void>;
}

/**
 * What the checks know of an adapter: how to make one, and samples of what its provider says. The samples are best
 * copied from the vendor's documentation, so that adapter and samples do not share one mistake.
 */
export interface AdapterSubject {
  /** An adapter that calls this address in the provider's place. Called anew for every check. */
  createAdapter(settings: { readonly baseUrl: string }): MadeAdapter | Promise<MadeAdapter>;
  /** Answers calls that are no attempt, such as fetching an access token; they are not counted. */
  readonly background?: BackgroundAnswer;
  /** Credentials that `createAdapter` used. No error may hold them. */
  readonly secrets: readonly [string, ...string[]];
  readonly addresses: {
    readonly valid: readonly [AddressSample, ...AddressSample[]];
    readonly malformed: readonly [string, ...string[]];
  };
  /** What becomes of each type of content; the kit brings a plain one of each. */
  readonly rendering: Readonly<Record<Exclude<ContentType, "native">, Rendering>>;
  /** Contents of your own: native ones, limits, whatever the provider is particular about. */
  readonly contents?: readonly ContentSample[];
  /** At least one for each endpoint that `render` names. */
  readonly sends: readonly [SendSample, ...SendSample[]];
  /** Every documented refusal that means something of its own. */
  readonly refusals: readonly [RefusalSample, ...RefusalSample[]];
  /** What can be rendered and cannot be sent, each for a reason of its own. */
  readonly unsendable?: readonly UnsendableSample[];
  /** A refusal in the vendor's form with a code that no documentation lists. */
  readonly unknownRefusal: ScriptedResponse;
  /** A refusal in the vendor's form whose wording quotes these words, as vendors do with numbers and texts. */
  quoting(words: string): ScriptedResponse;

  // One for each capability that the adapter claims: `claims.samples` fails where one is missing, or too many.
  readonly bulk?: BulkSample;
  readonly idempotency?: IdempotencySamples;
  readonly webhook?: WebhookSamples;
  readonly reconcile?: readonly [ReconcileSample, ...ReconcileSample[]];
  readonly reachability?: ReachabilitySamples;
  readonly cost?: readonly [CostSample, ...CostSample[]];
  readonly quota?: readonly [QuotaSample, ...QuotaSample[]];
  readonly reply?: ReplySample;
  readonly audience?: AudienceSamples;
}

export interface AddressSample {
  readonly given: string;
  readonly canonical: string;
}
