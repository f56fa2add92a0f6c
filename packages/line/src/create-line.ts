import type { messagingApi } from "@line/bot-sdk";
import { ConfigurationError, type Adapter, type ContentProblem, type Directory, type QuotaReport, type Webhook } from "@todoke/core";
import type { AccountTerms } from "./account/account-terms.ts";
import { createChats, type LineChats } from "./account/chats.ts";
import { createDirectory } from "./account/directory.ts";
import { fetchBotInfo, type LineBotInfo } from "./account/bot-info.ts";
import { listFollowers, listMembers } from "./account/people.ts";
import { createWebhookEndpoint, type LineWebhookEndpoint } from "./account/webhook-endpoint.ts";
import { createAudiences } from "./audiences/create-audiences.ts";
import type { LineAudiences } from "./audiences/line-audiences.ts";
import { createLineAdapter, type LineAdapter } from "./adapter.ts";
import { fetchNarrowcastProgress, type LineNarrowcastProgress } from "./audience-sends/narrowcast-progress.ts";
import {
  sendToAudience,
  type LineBroadcastRequest,
  type LineNarrowcastRequest,
} from "./audience-sends/send-to-audience.ts";
import { callOptions, type LineCallOptions } from "./call-options.ts";
import { resolveLineConfig, type LineConfig } from "./config.ts";
import type { Frozen } from "./frozen.ts";
import { createLineApi } from "./line-api.ts";
import { createNotificationAdapter } from "./notification/notification-adapter.ts";
import type { NotificationTerms } from "./notification/notification-settings.ts";
import { fetchProfile, type LineProfile } from "./reachability.ts";
import {
  sendMessage,
  sendMulticast,
  sendReply,
  type LineMulticastRequest,
  type LineReplyRequest,
  type LineReplyResult,
  type LineSendRequest,
} from "./send-message.ts";
import {
  sendNotification,
  type NotificationSendRequest,
  type NotificationSendResult,
} from "./notification/send-notification.ts";
import type { LineSendOptions, LineSendResult } from "./send-under-key.ts";
import { createStatistics, type LineStatistics } from "./statistics/line-statistics.ts";
import { issueToken } from "./tokens/issue-token.ts";
import { createTokenSource } from "./tokens/token-source.ts";
import { createTransport } from "./transport.ts";
import { validateMessages, type LineSendKind } from "./validate-messages.ts";
import { createWebhook } from "./webhook.ts";
import { createWebhookHandler, type LineWebhookHandler, type LineWebhookHandlerOptions } from "./webhook-handler.ts";

/** One LINE channel: calls that stand by themselves, and the adapters for a host. Every call throws `ProviderError`. */
export interface Line {
  /**
   * One push to a user, group or room. Its errors always have `retryKey`, also for content and addresses that were
   * refused before any call. Acceptance does not prove that the message arrived.
   */
  send(request: LineSendRequest, options?: LineSendOptions): Promise<LineSendResult>;
  /** The same messages to up to 500 users: all of them are accepted, or none. */
  multicast(request: LineMulticastRequest, options?: LineSendOptions): Promise<LineSendResult>;
  /** To every friend. */
  broadcast(request: LineBroadcastRequest, options?: LineSendOptions): Promise<LineSendResult>;
  /** To friends that LINE picks. It sends over time: ask for the progress by the result's `requestId`. */
  narrowcast(request: LineNarrowcastRequest, options?: LineSendOptions): Promise<LineSendResult>;
  narrowcastProgress(requestId: string, options?: LineCallOptions): Promise<LineNarrowcastProgress>;
  /**
   * Answers an event, free of quota. There is no key: after class `ambiguous` the token may be spent. Code
   * `invalid-reply-token` says that it was used or is too old.
   */
  reply(request: LineReplyRequest, options?: LineCallOptions): Promise<LineReplyResult>;
  /**
   * One notification message to the owner of a phone number, under a contract with LINE. There is no key to repeat it
   * under: after class `ambiguous` only the `delivery` webhook with the tag can tell.
   */
  sendNotification(request: NotificationSendRequest, options?: LineCallOptions): Promise<NotificationSendResult>;
  /** Asks LINE whether it would take these messages; empty when it would. Sends nothing. */
  validate(
    kind: LineSendKind,
    messages: readonly Frozen<messagingApi.Message>[],
    options?: LineCallOptions,
  ): Promise<readonly ContentProblem[]>;

  /** Undefined where LINE shows none: not a friend, blocked, or no such person. */
  profile(userId: string, options?: LineCallOptions): Promise<LineProfile | undefined>;
  /** User ids of friends, page after page. Verified and premium accounts only; `timeoutMs` bounds each page. */
  followers(options?: LineCallOptions): AsyncIterable<string>;
  /** As `followers`. */
  groupMembers(groupId: string, options?: LineCallOptions): AsyncIterable<string>;
  /** As `followers`. */
  roomMembers(roomId: string, options?: LineCallOptions): AsyncIterable<string>;
  /** The same page by page, for whoever keeps the place in the list. */
  readonly directory: Directory;
  readonly chats: LineChats;

  botInfo(options?: LineCallOptions): Promise<LineBotInfo>;
  /** People that may still be reached this month; no `limit` where the plan sets none. */
  quota(options?: LineCallOptions): Promise<QuotaReport>;
  readonly webhookEndpoint: LineWebhookEndpoint;
  readonly audiences: LineAudiences;
  readonly statistics: LineStatistics;

  /** What was set and derived of the account and of its contract for notification messages. */
  readonly terms: LineTerms;
  /** Channel `line`. */
  readonly adapter: LineAdapter;
  /** Channel `line-notification`. */
  readonly notificationAdapter: Adapter;
  /** Present when `channelSecret` is set; both adapters share it. */
  readonly webhook: Webhook | undefined;
  /**
   * The webhook as a whole: verified, without copies, in order. Throws `ConfigurationError` where no `channelSecret` is
   * set.
   */
  webhookHandler(options: LineWebhookHandlerOptions): LineWebhookHandler;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

export interface LineTerms {
  readonly account: AccountTerms;
  readonly notification: NotificationTerms;
}

/** Makes no call. Throws `ConfigurationError` with the name of a setting that cannot be right. */
export function createLine(config: LineConfig): Line {
  const { channelAccessToken, channelSecrets, apiBaseUrl, dataApiBaseUrl, connections, account, notification } =
    resolveLineConfig(config);
  const transports = {
    api: createTransport(apiBaseUrl, connections),
    data: createTransport(dataApiBaseUrl, connections),
  };
  const supply =
    typeof channelAccessToken === "object"
      ? createTokenSource(() => issueToken(transports.api, channelAccessToken))
      : channelAccessToken;
  const api = createLineApi(transports, supply);
  const webhook = channelSecrets.length > 0 ? createWebhook(channelSecrets) : undefined;
  const adapter = createLineAdapter(api, webhook, account);
  const notificationAdapter = createNotificationAdapter(api, webhook, notification);

  return {
    send: (request, options) => sendMessage(adapter, request, options),
    multicast: (request, options) => sendMulticast(adapter, request, options),
    broadcast: (request, options) => sendToAudience(adapter, "line-broadcast", request, options),
    narrowcast: (request, options) => sendToAudience(adapter, "line-narrowcast", request, options),
    narrowcastProgress: (requestId, options) => fetchNarrowcastProgress(api, requestId, callOptions(options)),
    reply: (request, options) => sendReply(adapter, request, options),
    sendNotification: (request, options) => sendNotification(api, notificationAdapter, request, options),
    validate: (kind, messages, options) => validateMessages(api, kind, messages, options),

    profile: (userId, options) => fetchProfile(api, userId, callOptions(options)),
    followers: (options) => listFollowers(api, account, options),
    groupMembers: (groupId, options) => listMembers(api, "group-members", groupId, options),
    roomMembers: (roomId, options) => listMembers(api, "room-members", roomId, options),
    directory: createDirectory(api, account),
    chats: createChats(api),

    botInfo: (options) => fetchBotInfo(api, callOptions(options)),
    quota: (options) => adapter.quota.check(callOptions(options)),
    webhookEndpoint: createWebhookEndpoint(api),
    audiences: createAudiences(api, account),
    statistics: createStatistics(api),

    terms: { account, notification },
    adapter,
    notificationAdapter,
    webhook,
    webhookHandler(options) {
      if (webhook === undefined) throw new ConfigurationError("channelSecret", "is missing: webhooks cannot be verified");
      return createWebhookHandler(webhook, options);
    },
    close: async () => {
      await Promise.all([transports.api.close(), transports.data.close()]);
    },
  };
}
