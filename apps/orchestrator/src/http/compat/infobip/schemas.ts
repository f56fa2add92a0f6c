import type { JsonSchema } from "../../schema/json-schema.ts";
import { count, flag, list, named, optional, text, viewSchema } from "../../openapi/view-schema.ts";
import type { InfobipError, InfobipViolation } from "./infobip-door.ts";
import type { InfobipAnswer, InfobipAnsweredMessage } from "./send-messages.ts";
import type { InfobipStatus } from "./statuses.ts";
import type { InfobipReport, InfobipReportError } from "./to-report.ts";

/** Schemas of answers at Infobip's door, by name. */
export const infobipSchemas: Readonly<Record<string, JsonSchema>> = {
  InfobipError: viewSchema<InfobipError>("A refusal as Infobip words it.", {
    errorCode: text("`E` and the status.", { examples: ["E400"] }),
    description: text("What is wrong."),
    action: text("What to do."),
    violations: list(named("InfobipViolation"), "Every field that is wrong, up to 50."),
    resources: list({}, "Always empty."),
  }),
  InfobipViolation: viewSchema<InfobipViolation>("One thing that is wrong.", {
    property: text("Where.", { examples: ["messages[0].content.type"] }),
    violation: text("What it must be."),
  }),
  InfobipStatus: viewSchema<InfobipStatus>("Where a message stands, in Infobip's general status codes.", {
    groupId: count("From 1, PENDING, to 5, REJECTED."),
    groupName: text("The group."),
    id: count("The status."),
    name: text("The same in a word."),
    description: text("The same for people."),
    action: optional(text("Of a rejection: what is wrong.")),
  }),
  InfobipAnsweredMessage: viewSchema<InfobipAnsweredMessage>("What became of one destination.", {
    messageId: text("Yours, or one that was made."),
    status: named("InfobipStatus"),
    destination: text("As it was written."),
  }),
  InfobipAnswer: viewSchema<InfobipAnswer>("What became of all destinations, in their order.", {
    bulkId: text("Yours, or one that was made."),
    messages: list(named("InfobipAnsweredMessage")),
  }),
  InfobipReportError: viewSchema<InfobipReportError>("Why a message did not arrive.", {
    groupId: count("0 where it did."),
    groupName: text("`OK` where it did."),
    id: count("0 where it did, else 255."),
    name: text("Our reason as a name of that form."),
    description: text("The same for people."),
    permanent: flag("Nothing would change about it."),
  }),
  InfobipReport: viewSchema<InfobipReport>("What became of one message, as Infobip reports it.", {
    bulkId: text("Of its request."),
    messageId: text("Its id."),
    to: text("As it was written."),
    sender: text("As it was written."),
    sentAt: text("When the call was made; without one, when the message was accepted."),
    doneAt: text("When it ended."),
    messageCount: count("Always 1."),
    status: named("InfobipStatus"),
    error: named("InfobipReportError"),
    callbackData: optional(text("As it was given.")),
    platform: optional(named("MessagePlatform")),
    campaignReferenceId: optional(text("As it was given.")),
  }),
  InfobipReports: viewSchema<{ results: unknown }>("Reports that were not fetched before.", { results: list(named("InfobipReport")) }),
};
