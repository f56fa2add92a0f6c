import { reportTypes, type DisabledReason, type EndpointState, type IssuedMessageWebhookSecret, type IssuedWebhookEndpoint, type MessageWebhookSecret, type WebhookAttemptView, type WebhookEndpointView, type WebhookFailure, type WebhookReplay, type WebhookTest } from "@todoke/engine";
import { reportIdForm, webhookAttemptIdForm, webhookEndpointIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { count, flag, list, named, optional, text, time, viewSchema, word, type ViewProperties } from "./view-schema.ts";

const failure: ViewProperties<WebhookFailure> = {
  code: text("`http-` and a status, `timeout`, `unreachable`, `address-refused`; `secret-unreadable` where the operator's key does not open the secret.", { examples: ["http-500"] }),
  at: time("When it failed."),
};

const status: JsonSchema = { type: "integer", description: "What was answered; absent where nothing was." };

const secret = text("What posts are signed by, this once: `whsec_` and its bytes as base64.", { pattern: "^whsec_[A-Za-z0-9+/]{43}=$" });

const endpoint: ViewProperties<WebhookEndpointView> = {
  id: text("The endpoint's id.", { pattern: webhookEndpointIdForm.source }),
  name: text("Who or what gets reports there."),
  url: text("Where they are posted to."),
  finalOnly: flag("It gets only reports of how deliveries ended."),
  includePersonalData: flag("Its reports carry addresses and variables."),
  types: optional(list({ type: "string", enum: reportTypes }, "The only types that it gets; absent: all.")),
  platform: optional(named("MessagePlatform")),
  state: word<EndpointState>("Whether it gets them.", {
    active: "it does",
    paused: "they wait for it",
    disabled: "nothing is posted until it is resumed; new reports do not wait for it",
  }),
  createdAt: time("From when on there are reports for it."),
  rotatedAt: optional(time("When its secret was last replaced.")),
  formerSecretUntil: optional(time("Until when posts are signed by the secret before that as well.")),
  pausedAt: optional(time("When it was paused.")),
  disabledAt: optional(time("When it was disabled.")),
  disabledReason: optional(word<DisabledReason>("Why it was disabled.", { gone: "it answered 410", failing: "for five days every post failed" })),
  failingSince: optional(time("The first failure since the last success.")),
  lastFailure: optional(named("WebhookFailure")),
  waiting: count("Reports that are on their way."),
  givenUp: count("Reports that were not taken at ten tries, and are tried no more."),
};

const messageSecret: ViewProperties<MessageWebhookSecret> = {
  createdAt: time("When there was first one."),
  rotatedAt: optional(time("When it was last replaced.")),
  formerSecretUntil: optional(time("Until when posts are signed by the secret before that as well.")),
};

/** Schemas of webhooks in answers, by name. */
export const webhooksSchemas: Readonly<Record<string, JsonSchema>> = {
  WebhookEndpoint: viewSchema<WebhookEndpointView>("A receiver of reports, without its secret.", endpoint),
  IssuedWebhookEndpoint: viewSchema<IssuedWebhookEndpoint>("A receiver of reports with its secret, which is told this once.", { ...endpoint, secret }),
  WebhookEndpointPage: pageSchema("Endpoints, newest first.", "WebhookEndpoint"),
  WebhookFailure: viewSchema<WebhookFailure>("Why a post was not taken.", failure),
  WebhookTest: viewSchema<WebhookTest>("What came of a post that tried the endpoint.", {
    taken: flag("It was answered with 2xx."),
    status: optional(status),
    code: optional(failure.code),
    tookMs: count("How long it took, in milliseconds."),
  }),
  WebhookReplay: viewSchema<WebhookReplay>("What is sent again.", {
    reports: count("How many reports."),
    nextCursor: optional(text("There are more in the time: ask again with it as `cursor`.", { pattern: reportIdForm.source })),
  }),
  WebhookAttempt: viewSchema<WebhookAttemptView>("A try that failed.", {
    id: text("Its id.", { pattern: webhookAttemptIdForm.source }),
    reportId: text("What was posted.", { pattern: reportIdForm.source }),
    attempt: count("Which try of it, from 1."),
    status: optional(status),
    tookMs: count("How long it took, in milliseconds."),
    ...failure,
  }),
  WebhookAttemptPage: pageSchema("Tries that failed, newest first.", "WebhookAttempt"),
  MessageWebhookSecret: viewSchema<MessageWebhookSecret>("What signs the reports of messages that name an address of their own, without the secret itself.", messageSecret),
  IssuedMessageWebhookSecret: viewSchema<IssuedMessageWebhookSecret>("The same with the secret, which is told this once.", { ...messageSecret, secret }),
};
