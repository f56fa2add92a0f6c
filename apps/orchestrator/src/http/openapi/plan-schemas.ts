import { onUnknownPolicies, successEvidence } from "@todoke/core";
import type {
  PlanExplanation,
  PlanNote,
  PlanStepView,
  PlanView,
  RecipientExplanation,
  StepExplanation,
  StepReason,
  StepVerdict,
} from "@todoke/engine";
import type { JsonSchema } from "../schema/json-schema.ts";
import { count, duration, list, named, oneOf, optional, text, time, viewSchema, word } from "./view-schema.ts";

/** Why a step is taken or passed over, with what each word means. */
export const stepReason = word<StepReason>("Why.", {
  audience: "the provider sends it to an audience that it knows",
  reachable: "the address is known to be reachable",
  "reachability-assumed": "the plan says that addresses are reachable",
  "reachability-not-asked": "this channel or address cannot be asked about",
  "reachability-unknown": "nothing is known of the address yet",
  "reachability-old": "what is known of the address is too old",
  "after-earlier-steps": "it takes over when those before it bring no success",
  "no-account": "no account carries this channel any more",
  "no-address": "the recipient has no address of this kind",
  unreachable: "the address is known to be unreachable",
  "content-refused": "this channel cannot carry the content",
  "duplicate-address": "another recipient of this message has the same address",
});

const stepVerdict = word<StepVerdict>("What the step does for this recipient.", {
  use: "it goes first",
  "look-up": "it goes first if the address turns out to be reachable",
  standby: "it takes over if the steps before it fail",
  skip: "it cannot reach this recipient",
});

/** Schemas of plans in answers, by name. */
export const planSchemas: Readonly<Record<string, JsonSchema>> = {
  Plan: viewSchema<PlanView>("A plan as it is carried out, every default written out.", {
    source: oneOf("Where the plan came from.", ["request", "configuration", "default"]),
    steps: list(named("PlanStep"), "Taken one after the other."),
    onUnknown: oneOf("What happens when a lost answer is not settled in time.", onUnknownPolicies),
    unknownHold: duration("How long a lost answer is looked into."),
    reachability: oneOf("Whether addresses are looked up first.", ["ask", "assume"]),
    reachabilityMaxAge: duration("How old a known answer may be."),
    validityPeriod: duration("From acceptance: what has not succeeded by then expires."),
    notes: list(named("PlanNote"), "What to know before it is sent."),
  }),
  PlanStep: viewSchema<PlanStepView>("One step of a plan.", {
    channel: text("The way to the person."),
    account: text("The account that carries it."),
    content: optional(named("Content")),
    succeedOn: oneOf("The evidence that makes this step a success.", successEvidence),
    switchAfter: optional(duration("Without success by then, the next step takes over. Absent on the last step.")),
    validityPeriod: optional(duration("How long the provider may still deliver.")),
    lost: list({ type: "string" }, "What this channel cannot carry of the content."),
  }),
  PlanNote: viewSchema<PlanNote>("Something to know before a plan is carried out.", {
    code: text("A stable word.", { examples: ["duplicate-contact-possible"] }),
    detail: text("A sentence for people."),
  }),
  PlanExplanation: viewSchema<PlanExplanation>("What would happen to each recipient now; the decisions that sending makes.", {
    plan: named("Plan"),
    recipients: list(named("RecipientExplanation")),
  }),
  RecipientExplanation: viewSchema<RecipientExplanation>("What would happen to one recipient.", {
    index: count("Position in the request, from 0."),
    reference: optional(text("Your own name for this person.")),
    steps: list(named("StepExplanation")),
    latestFinishAt: time("When at the latest the outcome is known."),
  }),
  StepExplanation: viewSchema<StepExplanation>("What one step would do for one recipient.", {
    channel: text("The way to the person."),
    account: text("The account that would carry it."),
    verdict: stepVerdict,
    reason: stepReason,
    detail: text("A sentence for people."),
    cost: optional(named("Cost")),
    endsAt: time("When at the latest the next step takes over."),
  }),
  Cost: viewSchema<NonNullable<StepExplanation["cost"]>>("What one send counts as with the provider.", {
    unit: text("What is counted.", { examples: ["segment", "person"] }),
    units: { type: "number", minimum: 0, description: "How many." },
  }),
};
