import { randomUUID } from "node:crypto";
import { ProviderError, type Adapter, type Content, type RenderResult, type Webhook } from "@todoke/core";
import { createAdapter } from "./adapter.ts";
import { createClient } from "./client.ts";
import { parseConfig, type TwilioSmsConfig } from "./config.ts";
import { readBody } from "./render-content.ts";
import { repeatSend } from "./repeat-send.ts";
import { countSegments } from "./segments.ts";
import { createWebhook } from "./webhook.ts";

/** SMS through one Twilio account. */
export interface TwilioSms {
  /**
   * Sends one SMS and resolves when Twilio accepted it, which does not mean that it arrived. Throws `ProviderError`;
   * with class `ambiguous` the SMS may be on its way, and sending it again may send it twice.
   */
  send(message: SmsMessage, options?: SmsSendOptions): Promise<SmsReceipt>;
  /** The same account as the orchestrator sees it. */
  readonly adapter: Adapter;
  /** Checks and reads Twilio's callbacks; refuses all of them when no auth token is known. */
  readonly webhook: Webhook;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

export interface SmsMessage {
  /** In international form: `+819012345678`. */
  readonly to: string;
  readonly content: Content;
  /** Where Twilio reports what became of the message. */
  readonly callbackUrl?: string;
  /** How long Twilio may keep the message before it gives up, in milliseconds; 10 hours where absent. */
  readonly validityPeriodMs?: number;
}

export interface SmsSendOptions {
  readonly signal?: AbortSignal;
  /** For each call; 15,000 where absent. */
  readonly timeoutMs?: number;
  /** How many calls at most; 1 where absent. Only a call that certainly sent nothing is repeated. */
  readonly attempts?: number;
}

export interface SmsReceipt {
  readonly providerMessageIds: readonly string[];
  /** Twilio's name for the call, for its support. */
  readonly requestId: string | undefined;
  /** Always undefined: Twilio has no idempotency keys for messages. */
  readonly retryKey: undefined;
  readonly duplicate: false;
  /** As counted before sending. */
  readonly segments: number;
}

const defaultTimeoutMs = 15_000;

/**
 * Makes SMS through Twilio ready to use. Makes no call and does not load Twilio's package before the first one. Throws
 * `ConfigurationError` that names the bad setting.
 */
export function createTwilioSms(config: TwilioSmsConfig): TwilioSms {
  const settings = parseConfig({ ...config });
  const client = createClient(settings);
  const authTokens = webhookAuthTokens(settings);
  const webhook = createWebhook(authTokens);
  // A host that sees no webhook asks Twilio instead of waiting for reports that it would have to refuse.
  const adapter = createAdapter(settings, client, authTokens.length === 0 ? undefined : webhook);
  return {
    adapter,
    webhook,
    send: (message, options = {}) => sendOne(adapter, message, options),
    close: () => client.close(),
  };
}

function webhookAuthTokens({ webhookAuthTokens: tokens, authToken }: TwilioSmsConfig): readonly string[] {
  return tokens ?? (authToken === undefined ? [] : [authToken]);
}

async function sendOne(adapter: Adapter, message: SmsMessage, options: SmsSendOptions): Promise<SmsReceipt> {
  const { timeoutMs = defaultTimeoutMs, attempts = 1, signal } = options;
  const { callbackUrl, validityPeriodMs } = message;
  const { payload, endpoint } = renderOrThrow(adapter.render(message.content, { purpose: "notice" }));
  const request = {
    attemptId: randomUUID(),
    to: parseOrThrow(adapter, message.to),
    payload,
    endpoint,
    purpose: "notice" as const,
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    ...(validityPeriodMs === undefined ? {} : { validityPeriodMs }),
  };
  const withSignal = signal === undefined ? {} : { signal };
  const receipt = await repeatSend(() => adapter.send(request, { timeoutMs, ...withSignal }), {
    attempts,
    ...withSignal,
  });
  return {
    providerMessageIds: receipt.providerMessageIds,
    requestId: receipt.requestId,
    retryKey: undefined,
    duplicate: false,
    segments: countSegments(readBody(payload) ?? "").segments,
  };
}

function parseOrThrow(adapter: Adapter, to: string): string {
  const parsed = adapter.address.parse(to);
  if (parsed.ok) return parsed.address;
  throw new ProviderError({
    class: "recipient",
    providerCode: "invalid-address",
    message: `The phone number cannot be used: ${parsed.reason}.`,
  });
}

function renderOrThrow(rendered: RenderResult): Extract<RenderResult, { ok: true }> {
  if (rendered.ok) return rendered;
  const [problem] = rendered.problems;
  throw new ProviderError({
    class: "content",
    providerCode: problem?.code ?? "invalid-content",
    message: rendered.problems.map(({ pointer, detail }) => `${pointer || "content"}: ${detail}`).join(" "),
  });
}
