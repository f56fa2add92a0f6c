import { onUnknownPolicies, type StepAccount, successEvidence } from "@todoke/core";
import type {
  BudgetHoldView,
  ChoiceReason,
  PayloadProblem,
  PayloadValidation,
  PlanExplanation,
  PlanNote,
  PlanQuota,
  PlanStepView,
  PlanView,
  RecipientExplanation,
  StepExplanation,
  StepReason,
  StepVerdict,
} from "@todoke/engine";
import type { JsonSchema } from "../schema/json-schema.ts";
import { costSchemas } from "./cost-schemas.ts";
import { quotaProperties } from "./quota-schemas.ts";
import { count, duration, flag, list, named, oneOf, optional, text, time, viewSchema, word } from "./view-schema.ts";

/** Why a step is taken or passed over, with what each word means. */
export const stepReason = word<StepReason>("Why.", {
  audience: "the provider sends it to an audience that it knows",
  reply: "it answers somebody who wrote or tapped just now, free of quota",
  reachable: "the address is known to be reachable",
  "reachability-assumed": "the plan says that addresses are reachable",
  "reachability-not-asked": "this channel or address cannot be asked about",
  "reachability-unknown": "nothing is known of the address yet",
  "reachability-old": "what is known of the address is too old",
  "after-earlier-steps": "it takes over when those before it bring no success",
  "no-account": "no account carries this channel any more",
  "account-paused": "the account, or every account of the step that could take it, is paused",
  "address-refused": "the channel takes no such address, though another may",
  "no-account-for-country": "no account of the step sends to the country of the address",
  "no-address": "the recipient has no address of this kind",
  unreachable: "the address is known to be unreachable",
  suppressed: "the person opted out, or the address is suppressed for another reason; `/v1/suppressions` tells why",
  "no-consent": "the person withdrew their consent to this purpose on this channel, or has given none where the configuration requires it",
  "frequency-cap": "the person has had as many messages as a frequency cap allows",
  quota: "the account's quota is used up, or what remains is kept back, and a later step can take over",
  "content-refused": "this channel cannot carry the content",
  "duplicate-address": "another recipient of this message has the same address",
  "outside-window": "the delivery time window opens only after the delivery has ended",
});

const stepVerdict = word<StepVerdict>("What the step does for this recipient.", {
  use: "it goes first",
  "look-up": "it goes first if the address turns out to be reachable",
  standby: "it takes over if the steps before it fail",
  skip: "it cannot reach this recipient",
});

const choiceReason = word<ChoiceReason>("Why this account.", {
  order: "it comes first",
  weight: "its part of the deliveries",
  trial: "it was unhealthy, and a few deliveries try it out",
  country: "those before it do not send to the country",
  pause: "the one before it is paused",
  pin: "an operator says that the one before it is to be avoided",
  health: "the one before it is unhealthy or being tried out",
  quota: "the one before it has no quota left, or keeps back what remains",
  "none-better": "it is unhealthy or to be avoided, and so is every other",
  reply: "what this answers came in there",
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
    account: text("The account that carries it; the first of them where several may."),
    accounts: optional(list(named("StepAccount"), "Present where several accounts may carry it.")),
    content: optional(named("Content")),
    succeedOn: oneOf("The evidence that makes this step a success.", successEvidence),
    switchAfter: optional(duration("Without success by then, the next step takes over. Absent on the last step.")),
    retry: optional(named("PlanStepRetry")),
    validityPeriod: optional(duration("How long the provider may still deliver.")),
    statisticsUnit: optional(text("The name under which the provider adds up opens and clicks.")),
    allowUnverifiedInbound: optional(flag("Success may come by webhook alone although none has ever come in.")),
    lost: list({ type: "string" }, "What this channel cannot carry of the content."),
    warnings: list({ type: "string" }, "What the provider may refuse of it, although nothing is known to be wrong."),
  }),
  StepAccount: viewSchema<StepAccount>("One of several accounts that may carry a step.", {
    account: text("Its id."),
    weight: optional({ type: "number", exclusiveMinimum: 0, description: "Its share of the deliveries, beside the other weights." }),
  }),
  PlanStepRetry: viewSchema<NonNullable<PlanStepView["retry"]>>("When the step is tried again.", {
    every: duration("So long after each failure of class `unreachable`."),
  }),
  PlanNote: viewSchema<PlanNote>("Something to know before a plan is carried out.", {
    code: text("A stable word.", { examples: ["duplicate-contact-possible"] }),
    detail: text("A sentence for people."),
  }),
  PlanExplanation: viewSchema<PlanExplanation>("What would happen to each recipient now; the decisions that sending makes.", {
    plan: named("Plan"),
    sendAt: optional(time("When it would go out, where you said so; one that has passed means at once.")),
    expiresAt: optional(time("The absolute end that you asked for.")),
    validUntil: time("When what has not succeeded would expire; with a sending speed limit, when the last would."),
    sendingSpeedLimit: optional(named("SendingSpeedLimit")),
    lastReleaseAt: optional(time("When the last recipient would be released at that speed, where nothing comes in between.")),
    total: count("How many the message would go to."),
    recipients: list(named("RecipientExplanation"), "All of them; of a stored list the first 100."),
    costs: named("PlanCosts"),
    quotas: list(named("PlanQuota"), "What the plan's accounts may still send, where their providers count."),
    validation: optional(named("PayloadValidation")),
  }),
  PayloadValidation: viewSchema<PayloadValidation>("What providers say of the payloads; present with `validate`.", {
    distinct: count("Different payloads of channels that can be asked."),
    asked: count("How many were asked about: the first 20 at most."),
    unanswered: count("Questions that the provider did not answer."),
    problems: list(named("PayloadProblem"), "What the provider would refuse."),
  }),
  PayloadProblem: viewSchema<PayloadProblem>("Something that a provider would refuse.", {
    pointer: text("JSON pointer into your content.", { examples: ["/content/text"] }),
    code: text("A stable word."),
    detail: text("In the provider's own words."),
    step: count("Place in the plan, from 0."),
    recipient: count("The first recipient who would get it, by position in the request."),
  }),
  ...costSchemas,
  PlanQuota: viewSchema<PlanQuota>("What an account may still send, beside what this message would take of it.", {
    ...quotaProperties,
    needed: count("What goes out on this account first counts as; 0 for an audience, whose size is not known."),
    warning: optional(text("Present where it does not fit, or where nobody can tell.")),
  }),
  RecipientExplanation: viewSchema<RecipientExplanation>("What would happen to one recipient.", {
    index: count("Position in the request or in the list, from 0."),
    reference: optional(text("Your own name for this person.")),
    releaseAt: optional(time("When this one would be released, where there is a sending speed limit.")),
    steps: list(named("StepExplanation")),
    latestFinishAt: time("When at the latest the outcome is known."),
  }),
  BudgetHold: viewSchema<BudgetHoldView>("A budget without room for it: it would wait. On the step that goes first.", {
    budget: text("Its name."),
    detail: text("A sentence for people."),
  }),
  StepExplanation: viewSchema<StepExplanation>("What one step would do for one recipient.", {
    channel: text("The way to the person."),
    account: text("The account that would carry it."),
    verdict: stepVerdict,
    reason: stepReason,
    detail: text("A sentence for people."),
    choice: optional(named("AccountChoice")),
    call: optional(text("The provider's endpoint that would carry it; present on the step that goes first.", {
      examples: ["push", "multicast", "reply"],
    })),
    heldUntil: optional(time(
      "It would be held until then, because the delivery time window is closed when its turn comes; for a `standby` at the latest.",
    )),
    heldBy: optional(named("BudgetHold")),
    cost: optional(named("Cost")),
    endsAt: time("When at the latest the next step takes over."),
  }),
  AccountChoice: viewSchema<NonNullable<StepExplanation["choice"]>>("Why a step goes by this account; present where several may carry it.", {
    reason: choiceReason,
    detail: text("A sentence for people."),
  }),
};
