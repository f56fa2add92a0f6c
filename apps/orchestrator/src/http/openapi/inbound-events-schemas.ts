import type { InboundEventView } from "@todoke/engine";
import { eventIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { count, optional, text, time, viewSchema } from "./view-schema.ts";

/** Schemas of inbound events in answers, by name. */
export const inboundEventsSchemas: Readonly<Record<string, JsonSchema>> = {
  InboundEvent: viewSchema<InboundEventView>("Something that a person or a group did.", {
    id: text("The event's id; `inReplyTo` takes it.", { pattern: eventIdForm.source }),
    position: count("Its place in the order of arrival: grows, with gaps."),
    account: text("The account where it came in."),
    type: text("The provider's own word.", { examples: ["message", "postback", "follow"] }),
    addressKind: text("The kind of the address.", { examples: ["line", "phone"] }),
    address: text("Who it came from: a person, or the group they wrote in."),
    payload: { type: "object", description: "The event in the provider's own words, without its reply token." },
    at: time("When it happened, as the provider says."),
    receivedAt: time("When it came in."),
    canReplyUntil: optional(time("Present while a message with `inReplyTo` would go out as a reply, free of quota.")),
    repliedBy: optional(text("The attempt that used the event's reply token.")),
  }),
  InboundEventPage: pageSchema("Events in the order of arrival, or in its reverse.", "InboundEvent"),
};
