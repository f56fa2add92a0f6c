import "reflect-metadata";
import { IsBoolean, Matches } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { subscriptionNameForm } from "../id-forms.ts";
import { Describe, Optional } from "./fields.ts";
import { PageQueryDto } from "./list-query-dto.ts";

const cursorForm = /^\d{1,15}$/;

/** Query of the feed of reports. */
export class ReportFeedQueryDto extends PageQueryDto {
  @Matches(subscriptionNameForm)
  @Describe("The name of your subscription.", { examples: ["crm"] })
  subscription!: string;

  @Optional()
  @Matches(cursorForm)
  @Describe("The `cursor` of the page before. Absent: on from what was acknowledged.")
  cursor?: string;
}

@JSONSchema({ description: "What the reader has put into safety." })
export class AcknowledgementDto {
  @Matches(subscriptionNameForm)
  @Describe("The name of your subscription.")
  subscription!: string;

  @Matches(cursorForm, { message: "$property must be the `cursor` of a page" })
  @Describe("The `cursor` of the page whose reports are safe with you.")
  cursor!: string;
}

@JSONSchema({ description: "A reader of the feed, at a pace of its own. Reports are kept for it from now on." })
export class NewReportSubscriptionDto {
  @Matches(subscriptionNameForm, { message: "$property must be 1 to 64 letters, digits, dots, hyphens or underscores" })
  @Describe("Your name for it.", { examples: ["crm"] })
  name!: string;

  @Optional()
  @IsBoolean()
  @Describe("Only reports of how deliveries ended.", { default: false })
  finalOnly?: boolean;

  @Optional()
  @IsBoolean()
  @Describe("Reports carry the recipient's addresses and variables.", { default: false })
  includePersonalData?: boolean;
}
