import type { EvidenceEvent, InboundEvent, InboundMessageEvent, InboundRequest, ReachabilityEvent } from "@todoke/core";

export interface WebhookSamples {
  /** Lower case. */
  readonly signatureHeader: string;
  /** What the provider posts, signed as it signs: each status, each type that means something. */
  readonly reports: readonly [WebhookSample, ...WebhookSample[]];
  /** What has the form of a signed request and must not pass: another secret, a signature that is too old. */
  readonly forged?: readonly ForgedSample[];
  /** Signed requests with a status or type that the vendor may invent tomorrow: they hold no events. */
  readonly unknown: readonly [InboundRequest, ...InboundRequest[]];
  /**
   * The signed report that the provider would make on an attempt, given all that it knows of it. Required where any
   * report holds evidence.
   */
  reportOn?(attempt: ReportedAttempt): InboundRequest;
}

export interface ForgedSample {
  readonly title: string;
  readonly request: InboundRequest;
}

export interface WebhookSample {
  readonly title: string;
  readonly request: InboundRequest;
  /** The same report as the provider delivers it again. */
  readonly copies?: readonly InboundRequest[];
  /** In order. */
  readonly events: readonly ExpectedEvent[];
}

/** An event, of which the time is compared only where it is given. */
export type ExpectedEvent = Timeless<EvidenceEvent> | Timeless<ReachabilityEvent> | Timeless<InboundMessageEvent>;

type Timeless<Event extends InboundEvent> = Omit<Event, "at"> & { readonly at?: Date };

/** An attempt that was accepted. */
export interface ReportedAttempt {
  readonly attemptId: string;
  readonly to: string;
  /** Holds `callbackToken` in its query parameter `attempt`. */
  readonly callbackUrl: string;
  readonly callbackToken: string;
  /** As the receipt had them. */
  readonly providerMessageIds: readonly string[];
}
