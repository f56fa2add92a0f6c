import type { CallOptions } from "./adapter.ts";

/**
 * Groups of people that a provider keeps for one account, for sends that nobody lists. What has a documented limit is
 * checked before the call: `InvalidRequestError` with pointers into the request. Every method but `list` is one call
 * that is never repeated, and throws `ProviderError`; `audience-not-found` is its code where there is none by this id.
 */
export interface ProviderAudiences {
  readonly limits: ProviderAudienceLimits;
  /** Whether an address can be a member. Pure. */
  accepts(address: string): boolean;
  /** Carries the ids in whichever call suits their number. Ready when `get` says so, not when this resolves. */
  create(request: NewProviderAudience, options: CallOptions): Promise<ProviderAudience>;
  /** Adds people; those who are members already stay so once. Done when its job is, not when this resolves. */
  add(id: string, request: ProviderAudienceIds, options: CallOptions): Promise<void>;
  /** Of those who tapped an address in an earlier send to an audience. */
  createFromClicks(request: AudienceFromClicks, options: CallOptions): Promise<ProviderAudience>;
  /** Of those who saw an earlier send to an audience. */
  createFromImpressions(request: AudienceFromSend, options: CallOptions): Promise<ProviderAudience>;
  /** Undefined where the provider knows none by this id. */
  get(id: string, options: CallOptions): Promise<ProviderAudienceDetail | undefined>;
  /** One page. */
  list(request: ProviderAudienceListRequest, options: CallOptions): Promise<ProviderAudiencePage>;
  rename(id: string, name: string, options: CallOptions): Promise<void>;
  delete(id: string, options: CallOptions): Promise<void>;
}

export interface ProviderAudienceLimits {
  readonly maxNameLength: number;
  /** In one `create` or `add`. */
  readonly maxIds: number;
}

export interface ProviderAudienceIds {
  /** Taken one by one, up to `maxIds`. One that is no member's fails the whole call, and nothing changes. */
  readonly ids: Iterable<string> | AsyncIterable<string>;
  /** Names this addition; comes back with its job. */
  readonly note?: string;
}

export interface NewProviderAudience extends Partial<ProviderAudienceIds> {
  readonly name: string;
}

export interface AudienceFromSend {
  readonly name: string;
  /** The provider's name for the send. */
  readonly requestId: string;
}

export interface AudienceFromClicks extends AudienceFromSend {
  /** Only who tapped this address; any address of the message where absent. */
  readonly clickUrl?: string;
}

export const providerAudienceStatuses = ["in-progress", "ready", "failed", "expired", "inactive", "activating", "unknown"] as const;

/** Where an audience stands: only a `ready` one can be sent to. `unknown` is what the provider did not say. */
export type ProviderAudienceStatus = (typeof providerAudienceStatuses)[number];

export interface ProviderAudience {
  readonly id: string;
  readonly name: string;
  /** The provider's word for how it came about: `UPLOAD`, `CLICK`. */
  readonly type: string;
  readonly status: ProviderAudienceStatus;
  /** Null where the provider does not tell, such as for few people. */
  readonly members: number | null;
  readonly createdAt: Date | null;
  /** When the provider lets it go. */
  readonly expiresAt: Date | null;
  /** The provider's word for why it failed; null unless it did. */
  readonly failure: string | null;
  /** Of the send that it was made from. */
  readonly requestId: string | null;
  readonly clickUrl: string | null;
}

export const audienceJobStatuses = ["queued", "working", "finished", "failed", "unknown"] as const;

export type AudienceJobStatus = (typeof audienceJobStatuses)[number];

/** One addition to an audience. A ready audience stays ready while one is under way. */
export interface ProviderAudienceJob {
  readonly id: string;
  readonly note: string;
  readonly status: AudienceJobStatus;
  readonly failure: string | null;
  readonly members: number | null;
  readonly createdAt: Date | null;
}

export interface ProviderAudienceDetail extends ProviderAudience {
  /** The latest, as many as the provider tells. */
  readonly jobs: readonly ProviderAudienceJob[];
}

export interface ProviderAudienceListRequest {
  /** From 1. */
  readonly page: number;
  /** A part of the name. */
  readonly name?: string;
}

export interface ProviderAudiencePage {
  readonly items: readonly ProviderAudience[];
  readonly hasMore: boolean;
}
