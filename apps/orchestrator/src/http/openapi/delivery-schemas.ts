import {
  deliveryOutcomes,
  deliveryStatuses,
  errorConsequences,
  evidenceChain,
  type ProviderEvidence,
} from "@todoke/core";
import type {
  AttemptEntry,
  CancelledDelivery,
  CorrectedEntry,
  DeafTime,
  DeliveryDetail,
  DeliveryView,
  EvidenceEntry,
  FinalEntry,
  HeldEntry,
  LookupEntry,
  SkippedEntry,
  SubmittedEntry,
  SwitchedEntry,
  TimelineEntry,
} from "@todoke/engine";
import { deliveryIdForm } from "../id-forms.ts";
import { componentPrefix, type JsonSchema } from "../schema/json-schema.ts";
import { pageSchema } from "./message-schemas.ts";
import { stepReason } from "./plan-schemas.ts";
import { count, flag, list, named, oneOf, optional, text, time, viewSchema, type ViewProperties } from "./view-schema.ts";

const at = time("When it happened.");
const step = count("Position of the step in the plan, from 0.");
const channel = text("The step's channel.");
const providerCode = text("The provider's own word or code.");
const errorClass = oneOf("Why the provider did not do what was asked.", Object.keys(errorConsequences));
const providerWords = ["accepted", "sent", "failed", "delivered", "read"] as const satisfies readonly ProviderEvidence[];

const delivery: ViewProperties<DeliveryView> = {
  id: text("The delivery's id.", { pattern: deliveryIdForm.source }),
  messageId: text("The message it belongs to."),
  reference: optional(text("Your own name for this person.")),
  addresses: { type: "object", additionalProperties: { type: "string" }, description: "The recipient's addresses by kind." },
  status: oneOf("Where the delivery stands.", deliveryStatuses),
  heldUntil: optional(time("When its delivery time window opens; present while it is held for that.")),
  outcome: optional(oneOf("How it ended; present once final.", deliveryOutcomes)),
  succeeded: optional(flag("Whether a step met its `succeedOn`; present once final.")),
  reason: optional(named("DeliveryReason")),
  step,
  channel: optional(text("The channel that is being or was last tried.")),
  duplicateContact: flag("More than one step reached this person, on the providers' word."),
  possibleDuplicate: flag("A call was made that may have repeated an earlier one."),
  updatedAt: time("When anything about it last changed."),
};

/** Each entry of a timeline by its `type`. */
const timelineEntries: { readonly [Type in TimelineEntry["type"]]: readonly [name: string, schema: JsonSchema] } = {
  submitted: ["SubmittedEntry", viewSchema<SubmittedEntry>("The message was accepted.", { at, type: { const: "submitted" } })],
  lookup: ["LookupEntry", viewSchema<LookupEntry>("What was known of an address when a step was considered.", {
    at,
    type: { const: "lookup" },
    step,
    channel,
    reachability: oneOf("What is known.", ["reachable", "unreachable", "unknown"]),
    providerCode,
  })],
  skipped: ["SkippedEntry", viewSchema<SkippedEntry>("A step was passed over.", {
    at,
    type: { const: "skipped" },
    step,
    channel,
    reason: stepReason,
    detail: text("A sentence for people."),
  })],
  held: ["HeldEntry", viewSchema<HeldEntry>("Its delivery time window was closed, or a budget had no room.", {
    at,
    type: { const: "held" },
    step,
    until: time("When the window opens; for a budget, when waiting ends in any case."),
    budget: optional(text("The budget that had no room.")),
  })],
  attempt: ["AttemptEntry", viewSchema<AttemptEntry>("One provider call; `at` is when it was decided, before the call.", {
    at,
    type: { const: "attempt" },
    id: text("The attempt's id, under which the provider knows it where it has keys."),
    step,
    channel,
    account: text("The account that carried it."),
    endpoint: text("The provider's endpoint."),
    recipients: count("How many deliveries the call carried."),
    evidence: oneOf("The best evidence so far.", evidenceChain),
    requestId: optional(text("The provider's own name for the request.")),
    providerMessageIds: list({ type: "string" }, "The provider's own ids of the message."),
    errorClass: optional(errorClass),
    providerCode: optional(providerCode),
    bill: optional(named("Bill")),
    costs: optional(list(named("Amount"), "What the call costs by the prices configured when it was made, by currency; absent where a recipient has none.")),
    calls: count("How many times the call was made under this attempt's key."),
    possibleDuplicate: flag("It may have repeated an earlier call; written before it was made."),
    payloadHash: text("SHA-256 of the payload, hexadecimal."),
  })],
  evidence: ["EvidenceEntry", viewSchema<EvidenceEntry>("A provider's later word on an attempt.", {
    at,
    type: { const: "evidence" },
    attemptId: text("The attempt it is about."),
    evidence: oneOf("The provider's word.", providerWords),
    source: oneOf("How we learnt of it.", ["answer", "webhook", "reconcile"]),
    providerCode: optional(providerCode),
  })],
  switched: ["SwitchedEntry", viewSchema<SwitchedEntry>("The next step took over.", {
    at,
    type: { const: "switched" },
    fromStep: step,
    toStep: step,
    reason: text("A class of provider errors, `deadline`, or `unknown`."),
    deaf: optional(named("DeafTime")),
  })],
  corrected: ["CorrectedEntry", viewSchema<CorrectedEntry>("Evidence that came after the closing decision: a success after all.", {
    at,
    type: { const: "corrected" },
    from: oneOf("The outcome that stood before.", deliveryOutcomes),
    outcome: oneOf("How it ended after all.", deliveryOutcomes),
  })],
  final: ["FinalEntry", viewSchema<FinalEntry>("The closing decision.", {
    at,
    type: { const: "final" },
    outcome: oneOf("How it ended.", deliveryOutcomes),
    succeeded: flag("Whether a step met its `succeedOn`."),
  })],
};

const entriesByType = Object.entries(timelineEntries);

/** Schemas of deliveries in answers, by name. */
export const deliverySchemas: Readonly<Record<string, JsonSchema>> = {
  Delivery: viewSchema<DeliveryView>("One message to one recipient.", delivery),
  DeliveryDetail: viewSchema<DeliveryDetail>("A delivery with everything that happened to it.", {
    ...delivery,
    timeline: list(named("TimelineEntry"), "Oldest first."),
  }),
  CancelledDelivery: viewSchema<CancelledDelivery>("A delivery that was to be cancelled.", {
    ...delivery,
    timeline: list(named("TimelineEntry"), "Oldest first."),
    tooLate: flag("A provider has or may have it: it was not cancelled and goes on as planned."),
  }),
  DeafTime: viewSchema<DeafTime>("In this time no process was there to take what providers post.", {
    from: time("Until then one was."),
    until: time("From then on one was again."),
  }),
  DeliveryReason: viewSchema<NonNullable<DeliveryView["reason"]>>("Why there is no success.", {
    code: text("A stable word."),
    detail: text("A sentence for people."),
  }),
  TimelineEntry: {
    type: "object",
    oneOf: entriesByType.map(([, [name]]) => named(name)),
    discriminator: {
      propertyName: "type",
      mapping: Object.fromEntries(entriesByType.map(([type, [name]]) => [type, componentPrefix + name])),
    },
  },
  ...Object.fromEntries(Object.values(timelineEntries)),
  DeliveryPage: pageSchema("Deliveries, in the order of the recipients.", "Delivery"),
};
