import type { LineOptions } from "../options.ts";
import type { Simulation } from "../simulation.ts";
import { createAudienceSends, type AudienceSends } from "./audience-sends.ts";
import { createAudiences, type Audiences } from "./audiences/audiences.ts";
import { createMessageIds, type MessageIds } from "./message-ids.ts";
import { createQuota, type Quota } from "./quota.ts";
import { createRateLimiter, type RateLimiter } from "./rate-limits.ts";
import { createReplyTokens, type ReplyTokens } from "./reply-tokens.ts";
import { createRetryKeys, type RetryKeys } from "./retry-keys.ts";
import { createLineWebhook, type LineWebhook } from "./webhook.ts";

/** One LINE channel: its settings and what it remembers between calls. */
export interface LineChannel {
  readonly simulation: Simulation;
  readonly options: LineOptions;
  /** The value of `authorization` that every call must carry. */
  readonly authorization: string;
  readonly groupMembers: ReadonlyMap<string, number>;
  readonly templateKeys: ReadonlySet<string> | undefined;
  readonly rateLimiter: RateLimiter;
  readonly retryKeys: RetryKeys;
  readonly replyTokens: ReplyTokens;
  readonly quota: Quota;
  readonly audienceSends: AudienceSends;
  readonly audiences: Audiences;
  readonly messageIds: MessageIds;
  readonly webhook: LineWebhook;
}

const defaultAudienceUploadMs = 50;

export function createLineChannel(simulation: Simulation, options: LineOptions): LineChannel {
  const { clock, random } = simulation;
  return {
    simulation,
    options,
    authorization: `Bearer ${options.channelAccessToken ?? "line-token"}`,
    groupMembers: new Map(options.groups?.map((group) => [group.groupId, group.members])),
    templateKeys: options.templateKeys === undefined ? undefined : new Set(options.templateKeys),
    rateLimiter: createRateLimiter(clock, options.limits),
    retryKeys: createRetryKeys(clock),
    replyTokens: createReplyTokens(clock, random),
    quota: createQuota(clock, options.monthlyQuota),
    audienceSends: createAudienceSends(clock),
    audiences: createAudiences(clock, options.audienceUploadMs ?? defaultAudienceUploadMs),
    messageIds: createMessageIds(),
    webhook: createLineWebhook(clock, random, options),
  };
}
