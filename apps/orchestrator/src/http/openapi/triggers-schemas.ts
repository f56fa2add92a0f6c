import type { Problem } from "@todoke/core";
import type { FiringResult, FiringView, TriggerView } from "@todoke/engine";
import { eventIdForm, messageIdForm, triggerIdForm } from "../id-forms.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { duration, flag, list, named, optional, text, time, viewSchema, word } from "./view-schema.ts";

/** Schemas of triggers in answers, by name. */
export const triggersSchemas: Readonly<Record<string, JsonSchema>> = {
  Trigger: viewSchema<TriggerView>("A rule by which what people do starts messages.", {
    id: text("The trigger's id.", { pattern: triggerIdForm.source }),
    name: text("What it is for."),
    account: optional(text("It fires only on what comes in there.")),
    when: named("TriggerCondition"),
    message: named("TriggerMessage"),
    atMostEvery: duration("How long a person or group that had the answer gets none."),
    enabled: flag("It fires."),
    createdAt: time("When it was made."),
    updatedAt: time("When it was last changed."),
  }),
  TriggerPage: pageSchema("Triggers, newest first.", "Trigger"),
  Firing: viewSchema<FiringView>("One event that a trigger fits, and what came of it.", {
    event: text("The inbound event.", { pattern: eventIdForm.source }),
    at: time("When it was decided."),
    result: word<FiringResult>("What came of it.", {
      pending: "it is being decided",
      submitted: "there is a message",
      refused: "the message cannot be sent",
      "too-soon": "whom it came from had the answer within `atMostEvery`",
      "too-late": "the event was more than an hour old",
    }),
    message: optional(text("The message that answers it.", { pattern: messageIdForm.source })),
    problems: optional(list(named("FiringProblem"), "Why the message was refused, the first ten reasons.")),
  }),
  FiringProblem: viewSchema<Problem>("Why a message was refused.", {
    pointer: text("JSON pointer into the message."),
    code: text("Stable."),
    detail: text("What is wrong."),
  }),
  FiringPage: pageSchema("Firings by the arrival of their events, newest first.", "Firing"),
};
