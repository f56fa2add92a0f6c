import { deliveryOutcomes, evidenceChain } from "@todoke/core";
import type { FeedPage, ReportReason, ReportSubscription, ReportType, ReportView } from "@todoke/engine";
import { deliveryIdForm, messageIdForm, reportIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { count, flag, list, named, oneOf, optional, text, time, viewSchema, word } from "./view-schema.ts";

/** Schemas of reports in answers, by name. */
export const reportsSchemas: Readonly<Record<string, JsonSchema>> = {
  Report: viewSchema<ReportView>("One thing that happened to a delivery.", {
    id: text("The report's id, the same however often it is told.", { pattern: reportIdForm.source }),
    number: count("From 1, without gaps within a delivery: one that is missing is still to come."),
    type: word<ReportType>("What it tells of.", {
      evidence: "a provider's word on a call",
      skipped: "a step was passed over",
      switched: "the next step took over",
      outcome: "how the delivery ended",
      corrected: "success came after it had ended without one",
    }),
    final: flag("It tells how the delivery ended; only a correction can follow that changes it."),
    at: time("When it happened."),
    messageId: text("The message.", { pattern: messageIdForm.source }),
    test: optional(flag("The message was tried out on testers.")),
    deliveryId: text("The delivery.", { pattern: deliveryIdForm.source }),
    messageReference: optional(text("Your own name for the message.")),
    reference: optional(text("Your own name for this person.")),
    platform: optional(named("MessagePlatform")),
    step: count("The step that it tells of, from 0."),
    toStep: optional(count("Of a switch: the step that takes over.")),
    channel: optional(text("The step's channel.")),
    attemptId: optional(text("The provider call that it tells of.")),
    evidence: optional(oneOf("The word that led to it.", evidenceChain)),
    outcome: optional(oneOf("How it ended; present where `final`.", deliveryOutcomes)),
    succeeded: optional(flag("Whether a step met its `succeedOn`; present where `final`.")),
    previousOutcome: optional(oneOf("Of a correction: what was reported before.", deliveryOutcomes)),
    reason: optional(named("ReportReason")),
    duplicateContact: optional({ const: true, description: "Another step had reached the person before." }),
    possibleDuplicate: optional({ const: true, description: "The call that follows may repeat an earlier one." }),
    addresses: optional({ type: "object", additionalProperties: { type: "string" }, description: "The recipient's addresses by kind, where asked for." }),
    variables: optional({ type: "object", description: "The recipient's variables, where asked for." }),
  }),
  ReportReason: viewSchema<ReportReason>("Why there is no success, why a step was passed over, or why the next one took over.", {
    code: text("A word that never changes."),
    detail: text("The same for people."),
  }),
  ReportPage: viewSchema<FeedPage>("Part of the feed.", {
    items: list(named("Report")),
    cursor: text("Where the next page begins, also after an empty one. Acknowledge it once the items are safe with you."),
  }),
  ReportSubscription: viewSchema<ReportSubscription>("A reader of the feed.", {
    name: text("Your name for it."),
    finalOnly: flag("It gets only reports of how deliveries ended."),
    includePersonalData: flag("Its reports carry addresses and variables."),
    cursor: text("What has been acknowledged."),
    acknowledgedAt: optional(time("When something was last acknowledged.")),
    createdAt: time("From when on there are reports for it."),
  }),
  ReportSubscriptionList: viewSchema<{ items: unknown }>("Who reads the feed.", { items: list(named("ReportSubscription")) }),
};
