import "reflect-metadata";
import { type Content, type OnUnknown, onUnknownPolicies, type StepAccount, type SuccessEvidence, successEvidence } from "@todoke/core";
import { IsBoolean, IsIn } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { contentUnion } from "./content-dto.ts";
import { Describe, Duration, Nested, NestedList, NestedUnion, Optional, StepAccounts, Text } from "./fields.ts";

@JSONSchema({ description: "When a step is tried again." })
export class StepRetryDto {
  @Duration()
  @Describe("So long after each failure that may pass by itself, such as a phone that is off.", { examples: ["PT10M"] })
  every!: string;
}

@JSONSchema({ description: "One entry of a plan: a channel, what counts as success there, and how long to wait for it." })
export class StepRequestDto {
  @Text(1, 64)
  @Describe("The way to the person.", { examples: ["line", "line-notification", "sms"] })
  channel!: string;

  @Optional()
  @Text(1, 64)
  @Describe("Which account carries this step. Default: the first configured account that has the channel.")
  account?: string;

  @Optional()
  @StepAccounts()
  @Describe(
    "In place of `account`: several that may carry the step, in order of preference, or each with a weight, which is then " +
      "its share of the deliveries. Accounts that do not send to the recipient's country, are unhealthy or have no quota " +
      "left are passed over.",
    { examples: [["twilio", "other"], [{ account: "twilio", weight: 80 }, { account: "other", weight: 20 }]] },
  )
  accounts?: (string | StepAccount)[];

  @Optional()
  @NestedUnion(contentUnion)
  @Describe("Replaces the message's content on this step.")
  content?: Content;

  @Optional()
  @IsIn(successEvidence)
  @Describe("The evidence that makes this step a success. Default: the strongest that the channel can give.")
  succeedOn?: SuccessEvidence;

  @Optional()
  @Duration()
  @Describe("From the step's first claim: without success by then, the next step takes over.", { examples: ["PT2M"] })
  switchAfter?: string;

  @Optional()
  @Nested(StepRetryDto)
  @Describe("Tries the step again while the person cannot be reached, until `switchAfter` or the end of the delivery. Default: not at all.")
  retry?: StepRetryDto;

  @Optional()
  @Duration()
  @Describe("How long the provider may still deliver, where it can enforce that.", { examples: ["PT2H"] })
  validityPeriod?: string;

  @Optional()
  @IsBoolean()
  @Describe("Goes ahead although success comes by webhook alone and none has ever come in. Default false.")
  allowUnverifiedInbound?: boolean;
}

@JSONSchema({
  description: "How the message goes to each recipient, step by step. What is absent gets a default that the answer shows.",
})
export class PlanRequestDto {
  @NestedList(StepRequestDto, 1, 10)
  @Describe("Taken one after the other, each when the one before it brought no success.")
  steps!: StepRequestDto[];

  @Optional()
  @IsIn(onUnknownPolicies)
  @Describe("What to do when a provider's answer was lost and nothing settles it. Default: resend for otp, else hold.")
  onUnknown?: OnUnknown;

  @Optional()
  @Duration()
  @Describe("How long a lost answer may be looked into before `onUnknown` decides. Default PT10M.", { examples: ["PT10M"] })
  unknownHold?: string;

  @Optional()
  @IsIn(["ask", "assume"])
  @Describe("Whether an address is looked up before a send that proves acceptance only. Default ask.")
  reachability?: "ask" | "assume";

  @Optional()
  @Duration()
  @Describe("How old a known answer may be before it is asked for again. Default P1D.", { examples: ["P1D"] })
  reachabilityMaxAge?: string;
}
