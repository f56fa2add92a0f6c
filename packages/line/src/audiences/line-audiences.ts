import type { LineCallOptions } from "../call-options.ts";
import type { LineAudience, LineAudienceWithJobs } from "./audience.ts";

/** Fields that each new audience has. */
export interface LineAudienceName {
  /** Up to 120 UTF-16 units, without control characters; LINE takes capitals and small letters for the same. */
  readonly description: string;
}

/** Ids that go into an audience; user ids and advertising ids never share one. */
export interface LineAudienceIds<Ids> {
  readonly ids: Ids;
  /** Names this addition, up to 300 UTF-16 units; comes back in the jobs. */
  readonly uploadDescription?: string;
}

type IdStream = Iterable<string> | AsyncIterable<string>;

export type CreateAudienceRequest = LineAudienceName & Partial<LineAudienceIds<readonly string[]>> & IfaChoice;
export type CreateAudienceFromFileRequest = LineAudienceName & LineAudienceIds<IdStream> & IfaChoice;
export type AddToAudienceRequest = LineAudienceIds<readonly string[]> & WhichAudience;
export type AddFileToAudienceRequest = LineAudienceIds<IdStream> & WhichAudience;

interface IfaChoice {
  /** The ids are advertising identifiers. */
  readonly isIfaAudience?: boolean;
}

interface WhichAudience {
  readonly audienceGroupId: number;
}

/** People who tapped or saw a broadcast or narrowcast of the last 60 days; at least 50 of them. */
export interface AudienceFromMessageRequest extends LineAudienceName {
  readonly requestId: string;
}

export interface AudienceFromClicksRequest extends AudienceFromMessageRequest {
  /** Only who tapped this address; any address of the message where absent. */
  readonly clickUrl?: string;
}

export interface AudienceListFilter {
  /** A part of the description. */
  readonly description?: string;
  readonly status?: string;
  /** `OA_MANAGER`, `MESSAGING_API`, and others as LINE adds them. */
  readonly createRoute?: string;
  readonly includesExternalPublicGroups?: boolean;
}

/** Up to 40 audiences. */
export interface LineAudiencePage {
  readonly items: readonly LineAudience[];
  readonly hasMore: boolean;
}

/**
 * LINE's audiences, for narrowcasts: up to 1,000 of them, in Japan, Taiwan and Thailand. People cannot be taken out of
 * one again. What has a limit is checked before the call; more than 10 additions at once to one audience are class
 * `throttled`. Additions are given 30 seconds by default, as LINE asks for.
 */
export interface LineAudiences {
  /** Up to 10,000 ids, or none to begin with. */
  create(request: CreateAudienceRequest, options?: LineCallOptions): Promise<LineAudience>;
  /** Up to 10,000 ids. Done when its job is, not when this returns. */
  add(request: AddToAudienceRequest, options?: LineCallOptions): Promise<void>;
  /** Up to 1,500,000 ids, taken one by one. */
  createFromFile(request: CreateAudienceFromFileRequest, options?: LineCallOptions): Promise<LineAudience>;
  /** Up to 1,500,000 ids, taken one by one. */
  addFile(request: AddFileToAudienceRequest, options?: LineCallOptions): Promise<void>;
  createFromClicks(request: AudienceFromClicksRequest, options?: LineCallOptions): Promise<LineAudience>;
  createFromImpressions(request: AudienceFromMessageRequest, options?: LineCallOptions): Promise<LineAudience>;
  rename(audienceGroupId: number, description: string, options?: LineCallOptions): Promise<void>;
  delete(audienceGroupId: number, options?: LineCallOptions): Promise<void>;
  /** Undefined where LINE knows none. */
  get(audienceGroupId: number, options?: LineCallOptions): Promise<LineAudienceWithJobs | undefined>;
  /** All that fit one of the filters, page after page. */
  list(filter?: AudienceListFilter, options?: LineCallOptions): AsyncIterable<LineAudience>;
  /** One page of the same, from 1. */
  page(page: number, filter?: AudienceListFilter, options?: LineCallOptions): Promise<LineAudiencePage>;
}
