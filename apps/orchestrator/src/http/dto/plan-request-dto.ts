import "reflect-metadata";
import { type Content, type OnUnknown, onUnknownPolicies, type SuccessEvidence, successEvidence } from "@todoke/core";
import { IsIn } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { contentUnion } from "./content-dto.ts";
import { Describe, Duration, NestedList, NestedUnion, Optional, Text } from "./fields.ts";

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
  @Duration()
  @Describe("How long the provider may still deliver, where it can enforce that.", { examples: ["PT2H"] })
  validityPeriod?: string;
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
