import type { LineOptions } from "../options.ts";
import type { Simulation } from "../simulation.ts";
import { createAggregationUnits, type AggregationUnits } from "./aggregation-units.ts";
import { createAudienceSends, type AudienceSends } from "./audience-sends.ts";
import { createAudiences, type Audiences } from "./audiences/audiences.ts";
import { createCoupons, type Coupons } from "./coupons/coupons.ts";
import { createDailyCounts, type DailyCounts } from "./daily-counts.ts";
import { createGroups, type Groups } from "./groups/groups.ts";
import { createMessageIds, type MessageIds } from "./message-ids.ts";
import { createQuota, type Quota } from "./quota.ts";
import type { RateLimiter } from "../rate-buckets.ts";
import { createRateLimiter, createUserRateLimiter } from "./rate-limits.ts";
import { createReplyTokens, type ReplyTokens } from "./reply-tokens.ts";
import { createRetryKeys, type RetryKeys } from "./retry-keys.ts";
import { createAccessTokens, type AccessTokens } from "./tokens/access-tokens.ts";
import { createLineWebhook, type LineWebhook } from "./webhook.ts";

/** One LINE channel: its settings and what it remembers between calls. */
export interface LineChannel {
  readonly simulation: Simulation;
  readonly options: LineOptions;
  readonly channelId: string;
  readonly channelSecret: string;
  readonly accessTokens: AccessTokens;
  readonly groups: Groups;
  readonly templateKeys: ReadonlySet<string> | undefined;
  /** Per endpoint. */
  readonly rateLimiter: RateLimiter;
  /** Per user that is pushed to. */
  readonly userRateLimiter: RateLimiter;
  readonly retryKeys: RetryKeys;
  readonly replyTokens: ReplyTokens;
  readonly quota: Quota;
  readonly audienceSends: AudienceSends;
  readonly audiences: Audiences;
  readonly coupons: Coupons;
  readonly dailyCounts: DailyCounts;
  readonly aggregationUnits: AggregationUnits;
  readonly messageIds: MessageIds;
  readonly webhook: LineWebhook;
}

const defaultAudienceUploadMs = 50;

export function createLineChannel(simulation: Simulation, options: LineOptions): LineChannel {
  const { clock, random } = simulation;
  const channelSecret = options.channelSecret ?? "line-secret";
  const replyTokens = createReplyTokens(clock, random);
  return {
    simulation,
    options,
    channelId: options.channelId ?? "1234567890",
    channelSecret,
    accessTokens: createAccessTokens(clock, random, options.channelAccessToken ?? "line-token"),
    groups: createGroups(options.groups),
    templateKeys: options.templateKeys === undefined ? undefined : new Set(options.templateKeys),
    rateLimiter: createRateLimiter(clock, options.limits),
    userRateLimiter: createUserRateLimiter(clock, options.userLimit),
    retryKeys: createRetryKeys(clock),
    replyTokens,
    quota: createQuota(clock, options.monthlyQuota),
    audienceSends: createAudienceSends(clock),
    audiences: createAudiences(clock, options.audienceUploadMs ?? defaultAudienceUploadMs),
    coupons: createCoupons(clock, random),
    dailyCounts: createDailyCounts(clock),
    aggregationUnits: createAggregationUnits(clock),
    messageIds: createMessageIds(),
    webhook: createLineWebhook(clock, random, replyTokens, { ...options, channelSecret }),
  };
}
