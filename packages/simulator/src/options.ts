import type { EndpointName } from "./endpoint-name.ts";
import type { ProviderFake } from "./fakes/provider-fake.ts";
import type { Person } from "./people.ts";

/** At most `requests` in any `perMs` milliseconds, as a token bucket. */
export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

export type RateLimits = Readonly<Partial<Record<EndpointName, RateLimit>>>;

/** A group or room that the LINE account is a member of. */
export interface LineGroup {
  /** `C` or `R` and 32 lower-case hex digits. */
  readonly groupId: string;
  /** People in it without the account: what a message to it costs. */
  readonly members: number;
  readonly name?: string;
  /** Who is in it, as far as that matters: LINE user ids. */
  readonly memberIds?: readonly string[];
}

/** An RSA public key as LINE's console registers it. */
export interface AssertionKey {
  readonly kid: string;
  readonly kty: "RSA";
  readonly n: string;
  readonly e: string;
  readonly alg?: string;
  readonly use?: string;
}

export interface LineOptions {
  /** Whom tokens are issued to. Default: `1234567890`. */
  readonly channelId?: string;
  /**
   * The public keys, as JSON Web Keys with `kid`, of assertions for which tokens are issued. Without them signatures are
   * not looked at.
   */
  readonly assertionKeys?: readonly AssertionKey[];
  /** A token that never expires. Default: `line-token`. */
  readonly channelAccessToken?: string;
  /** Signs webhooks, and issues tokens. Default: `line-secret`. */
  readonly channelSecret?: string;
  /** Where webhooks go; can be set through LINE's own endpoint as well. */
  readonly webhookUrl?: string;
  /**
   * When given, a webhook that is not answered with 2xx within two seconds is posted again, at most so many times, each
   * so many milliseconds after the last. Default: off, as with LINE.
   */
  readonly webhookRedelivery?: { readonly times: number; readonly afterMs: number };
  /** People that may be reached per month (UTC+9). Default: no limit. */
  readonly monthlyQuota?: number;
  /** Replaces LINE's documented limits for the endpoints named; `off` switches all of them off. */
  readonly limits?: RateLimits | "off";
  /** How often one user may be pushed to; calls beyond it are answered 429. Default: no limit. */
  readonly userLimit?: RateLimit;
  readonly groups?: readonly LineGroup[];
  /** Default: true. When false, followers and members cannot be listed, as with an account that is not verified. */
  readonly verified?: boolean;
  /** Default: true. When false, notification messages are answered 403 as for an account without a contract. */
  readonly notificationContract?: boolean;
  /** When given, the only template keys there are; any other is answered 400. */
  readonly templateKeys?: readonly string[];
  /** From a notification message's answer to its delivery webhook, in milliseconds. Default: 50. */
  readonly deliveryDelayMs?: number;
  /** How long a narrowcast is `waiting`, and then `sending`, in milliseconds each. Default: 50. */
  readonly narrowcastPhaseMs?: number;
  /** From the upload of an audience's ids to its end, in milliseconds. Default: 50. */
  readonly audienceUploadMs?: number;
  /** Which share of those reached sees a message, and clicks in it, from 0 to 1 each. Default: 0.5 and 0.1. */
  readonly engagement?: { readonly impressionRate?: number; readonly clickRate?: number };
}

export interface TwilioOptions {
  /** Default: `AC` and 32 zeros. */
  readonly accountSid?: string;
  /** Authenticates calls and signs callbacks. Default: `twilio-token`. */
  readonly authToken?: string;
  /** Where messages go that people send to the account; default: nowhere. */
  readonly inboundUrl?: string;
  /** Between one status and the next, in milliseconds. Default: 50. */
  readonly statusDelayMs?: number;
}

/** A provider beside LINE and Twilio. */
export interface ProviderOptions {
  /** The fake, or the name of a package that brings it as `./simulator`: `@todoke/sms-vonage`. */
  readonly fake: ProviderFake | string;
  /** In the fake's own words. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface SimulatorOptions {
  /** On 127.0.0.1. Default: 0, any free port. */
  readonly port?: number;
  /** Of everything that is left to chance. Default: 1. */
  readonly seed?: number;
  readonly people?: readonly Person[];
  readonly line?: LineOptions;
  readonly twilio?: TwilioOptions;
  /** Answered under `/{provider}` each. */
  readonly providers?: readonly ProviderOptions[];
  /** How long each answer is held back, evenly spread. Default: not at all. */
  readonly latencyMs?: { readonly min: number; readonly max: number };
  /** NDJSON file for the ledger, continued if it exists. Default: memory only. */
  readonly ledgerPath?: string;
}
