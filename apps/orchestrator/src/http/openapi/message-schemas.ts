import { type DeliveryStatus, deliveryOutcomes, type MessageStatus, purposes } from "@todoke/core";
import type { AudienceReach, CancelledMessage, MessageCounts, MessageView, MessageWebhook, MessageWebhooks, OutcomeCount, Platform } from "@todoke/engine";
import type { AcceptedMessage } from "../minimal-answer.ts";
import { eventIdForm, messageIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { count, flag, list, named, oneOf, optional, text, time, viewSchema, type ViewProperties, word } from "./view-schema.ts";

const messageStatus = word<MessageStatus>("Where the message stands.", {
  open: "recipients are still being added",
  scheduled: "it waits for its time",
  sending: "deliveries are under way",
  paused: "nothing goes out until it is resumed",
  completed: "every delivery is final",
  cancelled: "what had not gone out will not go out",
});

const statusCounts: Readonly<Record<DeliveryStatus, JsonSchema>> = {
  scheduled: count("Waiting for their time."),
  held: count("Held back, for example outside a delivery window."),
  pending: count("Not yet claimed, or between two steps."),
  sending: count("An attempt has no outcome yet."),
  waiting: count("An attempt was accepted and stronger evidence is awaited."),
  final: count("The closing decision is written."),
};

function countOrNull(description: string): JsonSchema {
  return { description, anyOf: [{ type: "integer", minimum: 0 }, { type: "null" }] };
}

const message: ViewProperties<MessageView> = {
  id: text("The message's id.", { pattern: messageIdForm.source }),
  test: optional(flag("It was tried out on testers.")),
  status: messageStatus,
  reference: optional(text("Your own name for this message.")),
  purpose: oneOf("Why it is sent.", purposes),
  createdAt: time("When it was accepted."),
  completedAt: optional(time("When the last delivery became final.")),
  startedAt: optional(time("When a message that was open was started.")),
  sendAt: optional(time("When it is or was to go out; absent where that was never asked for.")),
  expiresAt: optional(time("The absolute end that was asked for.")),
  validUntil: time(
    "When what has not succeeded expires; with a sending speed limit, when the last would where nothing comes in between; of an open " +
      "message, when it ends unless it is started.",
  ),
  template: optional(named("TemplateOfMessage")),
  content: named("Content"),
  plan: named("Plan"),
  deliveryTimeWindow: optional(named("DeliveryTimeWindow")),
  sendingSpeedLimit: optional(named("SendingSpeedLimit")),
  platform: optional(named("MessagePlatform")),
  webhooks: optional(named("MessageWebhooksView")),
  budget: optional(named("MessageBudgetView")),
  audience: optional({ type: "object", description: "The audience that it goes to, as you gave it." }),
  inReplyTo: optional(text("The inbound event that it answers.", { pattern: eventIdForm.source })),
  traceId: optional(text("The OpenTelemetry trace that accepting it is part of, where the service records traces and took this one.", { pattern: "^[0-9a-f]{32}$" })),
  reach: optional(named("AudienceReach")),
  counts: named("MessageCounts"),
};

const acceptedMessage: ViewProperties<AcceptedMessage> = {
  id: message.id,
  status: messageStatus,
};

/** Schemas of messages in answers, by name. */
export const messageSchemas: Readonly<Record<string, JsonSchema>> = {
  MessageOrAccepted: { description: "The message, or the short answer where that was asked for.", anyOf: [named("Message"), named("AcceptedMessage")] },
  AcceptedMessage: viewSchema("What is answered where no more was asked for.", acceptedMessage),
  Message: viewSchema<MessageView>("A message and where it stands.", message),
  CancelledMessage: viewSchema<CancelledMessage>("A message that was cancelled.", {
    ...message,
    tooLate: count("Deliveries that a provider has or may have: their outcome is still awaited, and nothing follows that call."),
  }),
  AudienceReach: viewSchema<AudienceReach>(
    "The provider's own count of an audience send, never part of `counts`; null where it tells none.",
    {
      phase: oneOf("How far the provider has come.", ["waiting", "sending", "succeeded", "failed"]),
      target: countOrNull("People whom it set out to reach."),
      success: countOrNull("People whom it sent to."),
      failure: countOrNull("People whom it could not send to."),
      observedAt: time("When it was asked."),
    },
  ),
  MessagePlatform: viewSchema<Platform>("Your own tenancy, as you gave it.", {
    entityId: optional(text("As given.")),
    applicationId: optional(text("As given.")),
  }),
  MessageWebhooksView: viewSchema<MessageWebhooks>("Where its own reports are posted.", { delivery: named("MessageWebhookView") }),
  MessageWebhookView: viewSchema<MessageWebhook>("An address as you gave it.", {
    url: text("Where they are posted to."),
    finalOnly: optional(flag("Only reports of how deliveries ended.")),
    format: optional(text("In whose words, where not in ours.", { examples: ["infobip"] })),
  }),
  MessageCounts: viewSchema<MessageCounts>(
    "Every recipient is in exactly one of the statuses, and every final one in exactly one of the outcomes.",
    {
      recipients: count("All of them."),
      ...statusCounts,
      outcomes: list(named("OutcomeCount"), "How the final ones ended; their counts add up to `final`."),
      duplicateContacts: count("Recipients who, on the providers' word, were reached by more than one step."),
      possibleDuplicates: count("Recipients for whom a call was made that may have repeated an earlier one."),
    },
  ),
  OutcomeCount: viewSchema<OutcomeCount>("How many deliveries ended in one way.", {
    outcome: oneOf("How they ended.", deliveryOutcomes),
    succeeded: flag("Whether a step met its `succeedOn`."),
    channel: optional(text("The channel whose step decided; absent where no step was tried.")),
    count: count("How many."),
  }),
  MessagePage: pageSchema("Messages, newest first.", "Message"),
};

/** A page of a list. */
export function pageSchema(description: string, item: string): JsonSchema {
  return viewSchema<{ items: unknown; nextCursor?: string }>(description, {
    items: list(named(item)),
    nextCursor: optional(text("Give it as `cursor` for the next page; absent on the last one.")),
  });
}
