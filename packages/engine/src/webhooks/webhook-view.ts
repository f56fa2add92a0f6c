import type { Platform } from "../message-request.ts";
import type { Page, PageRequest } from "../message-view.ts";
import type { ReportType } from "../reports/report.ts";

export const endpointStates = ["active", "paused", "disabled"] as const;

/** `paused`: its reports wait. `disabled`: nothing is posted, and no report waits for it that was not waiting already. */
export type EndpointState = (typeof endpointStates)[number];

/** `gone`: it answered 410. `failing`: for five days every post failed. */
export type DisabledReason = "gone" | "failing";

/** A receiver of reports, without its secret. */
export interface WebhookEndpointView {
  /** `whe_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly finalOnly: boolean;
  /** Reports carry addresses and variables. */
  readonly includePersonalData: boolean;
  /** Absent: of every type. */
  readonly types?: readonly ReportType[];
  /** Only reports of messages with this tenancy. Absent: of all. */
  readonly platform?: Platform;
  readonly state: EndpointState;
  readonly createdAt: Date;
  /** When its secret was last replaced. */
  readonly rotatedAt?: Date;
  /** Until when posts are signed by the secret before that as well. */
  readonly formerSecretUntil?: Date;
  readonly pausedAt?: Date;
  readonly disabledAt?: Date;
  readonly disabledReason?: DisabledReason;
  /** The first failure since the last success. */
  readonly failingSince?: Date;
  readonly lastFailure?: WebhookFailure;
  /** Reports that are on their way. */
  readonly waiting: number;
  /** Reports that were not taken, and are no longer tried. */
  readonly givenUp: number;
}

export interface WebhookFailure {
  /** `http-500`, `timeout`, `unreachable`, `address-refused`; `secret-unreadable` where no key of the operator's opens the secret. */
  readonly code: string;
  readonly at: Date;
}

/** An endpoint with what its posts are signed by, which is told this once. */
export interface IssuedWebhookEndpoint extends WebhookEndpointView {
  /** `whsec_` and 32 random bytes as base64. */
  readonly secret: string;
}

/** What an endpoint is to be. */
export interface NewWebhookEndpoint {
  /** For people. */
  readonly name: string;
  /** https; http only where the operator allows the network. */
  readonly url: string;
  /** Default false. */
  readonly finalOnly?: boolean;
  /** Default false. */
  readonly includePersonalData?: boolean;
  /** Absent or empty: all. */
  readonly types?: readonly ReportType[];
  /** Absent or empty: messages of all. */
  readonly platform?: Platform;
}

export interface SecretRotationRequest {
  /** How long posts are signed by the secret before as well, from PT0S to P7D; default P1D. */
  readonly overlap?: string;
}

/** What came of a post that was made to try an endpoint. */
export interface WebhookTest {
  /** It was answered with 2xx. */
  readonly taken: boolean;
  /** Absent where there was no answer. */
  readonly status?: number;
  /** Absent where it was taken. */
  readonly code?: string;
  readonly tookMs: number;
}

/** Which reports are to be sent again: some by id, or those of a time. */
export interface ReplayRequest {
  /** `rpt_…`, sent whatever the endpoint otherwise gets. */
  readonly reports?: readonly string[];
  /** The first instant whose reports are sent again, of those that the endpoint gets. */
  readonly from?: string;
  /** The first instant whose reports are not. Default: now. */
  readonly to?: string;
  /** `nextCursor` of the answer before. */
  readonly cursor?: string;
}

export interface WebhookReplay {
  /** How many will be sent again. */
  readonly reports: number;
  /** There are more in the time: ask again with it. */
  readonly nextCursor?: string;
}

/** A try that failed. */
export interface WebhookAttemptView extends WebhookFailure {
  readonly id: string;
  readonly reportId: string;
  /** From 1. */
  readonly attempt: number;
  /** Absent where there was no answer. */
  readonly status?: number;
  readonly tookMs: number;
}

/** The secret that signs the reports of messages which name an address of their own, without the secret itself. */
export interface MessageWebhookSecret {
  readonly createdAt: Date;
  readonly rotatedAt?: Date;
  readonly formerSecretUntil?: Date;
}

export interface IssuedMessageWebhookSecret extends MessageWebhookSecret {
  /** As an endpoint's. */
  readonly secret: string;
}

/** Reports that are posted by us, signed as Standard Webhooks 1.0.0 says. Methods with an id give undefined where there is no such endpoint. */
export interface Webhooks {
  /** Reports are written for it from here on. Throws `InvalidRequestError`, and `SecretsError` where no key is set. */
  create(request: NewWebhookEndpoint): Promise<IssuedWebhookEndpoint>;
  /** Newest first. */
  list(request: PageRequest): Promise<Page<WebhookEndpointView>>;
  get(id: string): Promise<WebhookEndpointView | undefined>;
  /** What is absent stays. Throws `InvalidRequestError`. */
  change(id: string, changes: Partial<NewWebhookEndpoint>): Promise<WebhookEndpointView | undefined>;
  /** With all that waits for it. False where there is no such endpoint. */
  remove(id: string): Promise<boolean>;
  pause(id: string): Promise<WebhookEndpointView | undefined>;
  /** Also one that was disabled; what waits for it is due at once. */
  resume(id: string): Promise<WebhookEndpointView | undefined>;
  /** Posts at once, and waits for the answer. */
  test(id: string): Promise<WebhookTest | undefined>;
  rotate(id: string, request: SecretRotationRequest): Promise<IssuedWebhookEndpoint | undefined>;
  /** Throws `InvalidRequestError`, and `StateError` where the endpoint is disabled. */
  replay(id: string, request: ReplayRequest): Promise<WebhookReplay | undefined>;
  /** Failures of the last 30 days, the latest 1,000 of them, newest first. */
  attempts(id: string, request: PageRequest): Promise<Page<WebhookAttemptView> | undefined>;
  /** Undefined where there is none yet. */
  messageSecret(): Promise<MessageWebhookSecret | undefined>;
  /** Makes it, or replaces the one that is. */
  rotateMessageSecret(request: SecretRotationRequest): Promise<IssuedMessageWebhookSecret>;
}
