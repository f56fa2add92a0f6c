import type { Adapter, Webhook } from "@todoke/core";
import { createLineAdapter } from "./adapter.ts";
import { resolveLineConfig, type LineConfig } from "./config.ts";
import { createLineApi } from "./line-api.ts";
import { createNotificationAdapter } from "./notification-adapter.ts";
import { fetchProfile, type LineProfile } from "./reachability.ts";
import {
  defaultTimeoutMs,
  sendMessage,
  type LineCallOptions,
  type LineSendOptions,
  type LineSendRequest,
  type LineSendResult,
} from "./send-message.ts";
import { sendNotification, type NotificationSendRequest, type NotificationSendResult } from "./send-notification.ts";
import { createTransport } from "./transport.ts";
import { createWebhook } from "./webhook.ts";

/** One LINE channel: calls that stand by themselves, and the adapters for a host. */
export interface Line {
  /**
   * One push to a user, group or room. Throws `ProviderError`, always with `retryKey`, also for content and addresses
   * that were refused before any call. Acceptance does not prove that the message arrived.
   */
  send(request: LineSendRequest, options?: LineSendOptions): Promise<LineSendResult>;
  /**
   * One notification message to the owner of a phone number, under a contract with LINE. Throws `ProviderError`. There
   * is no key to repeat it under: after class `ambiguous` only the `delivery` webhook with the tag can tell.
   */
  sendNotification(request: NotificationSendRequest, options?: LineCallOptions): Promise<NotificationSendResult>;
  /** Undefined where LINE shows none: not a friend, blocked, or no such person. */
  profile(userId: string, options?: LineCallOptions): Promise<LineProfile | undefined>;
  /** Channel `line`. */
  readonly adapter: Adapter;
  /** Channel `line-notification`. */
  readonly notificationAdapter: Adapter;
  /** Present when `channelSecret` is set; both adapters share it. */
  readonly webhook: Webhook | undefined;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

/** Makes no call. Throws `ConfigurationError` with the name of a setting that cannot be right. */
export function createLine(config: LineConfig): Line {
  const { channelAccessToken, channelSecrets, apiBaseUrl, connections, maxEmphasizedLength } =
    resolveLineConfig(config);
  const transport = createTransport(apiBaseUrl, connections);
  const api = createLineApi(transport, channelAccessToken);
  const webhook = channelSecrets.length > 0 ? createWebhook(channelSecrets) : undefined;
  const adapter = createLineAdapter(api, webhook);
  const notificationAdapter = createNotificationAdapter(api, webhook, maxEmphasizedLength);

  return {
    send: (request, options) => sendMessage(adapter, request, options),
    sendNotification: (request, options) => sendNotification(api, notificationAdapter, request, options),
    profile: (userId, options) => fetchProfile(api, userId, { timeoutMs: defaultTimeoutMs, ...options }),
    adapter,
    notificationAdapter,
    webhook,
    close: () => transport.close(),
  };
}
