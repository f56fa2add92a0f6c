import "reflect-metadata";
import { reportTypes, type ReportType } from "@todoke/engine";
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, Matches } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { reportIdForm, webhookAttemptIdForm, webhookEndpointIdForm } from "../id-forms.ts";
import { Describe, Duration, ExactlyOneOf, Instant, Nested, Optional, Text } from "./fields.ts";
import { Cursor, PageQueryDto } from "./list-query-dto.ts";
import { PlatformDto } from "./message-request-dto.ts";

/** Reports that are sent again by their ids, in one request. */
const maximumReplayed = 1_000;

@JSONSchema({ description: "A receiver of reports. They are written for it from now on." })
export class NewWebhookEndpointDto {
  @Text(1, 100)
  @Describe("For people: who or what gets them.", { examples: ["crm"] })
  name!: string;

  @Text(1, 2_000)
  @Describe("The https address that reports are posted to, of a public host; the operator may allow other networks.", {
    examples: ["https://crm.example.com/todoke"],
  })
  url!: string;

  @Optional()
  @IsBoolean()
  @Describe("Only reports of how deliveries ended.", { default: false })
  finalOnly?: boolean;

  @Optional()
  @IsBoolean()
  @Describe("Reports carry the recipient's addresses and variables.", { default: false })
  includePersonalData?: boolean;

  @Optional()
  @IsArray()
  @ArrayMaxSize(reportTypes.length)
  @ArrayUnique()
  @IsIn(reportTypes, { each: true })
  @Describe("Only reports of these types. Absent or empty: of all.", { examples: [["outcome", "corrected"]] })
  types?: ReportType[];

  @Optional()
  @Nested(PlatformDto)
  @Describe("Only reports of messages with this tenancy. Absent or empty: of all.")
  platform?: PlatformDto;
}

@JSONSchema({ description: "What is to be otherwise. What is absent stays as it is." })
export class WebhookEndpointChangesDto {
  @Optional()
  @Text(1, 100)
  @Describe("For people: who or what gets them.")
  name?: string;

  @Optional()
  @Text(1, 2_000)
  @Describe("The https address that reports are posted to, also those that wait.")
  url?: string;

  @Optional()
  @IsBoolean()
  @Describe("Only reports of how deliveries ended.")
  finalOnly?: boolean;

  @Optional()
  @IsBoolean()
  @Describe("Reports carry the recipient's addresses and variables.")
  includePersonalData?: boolean;

  @Optional()
  @IsArray()
  @ArrayMaxSize(reportTypes.length)
  @ArrayUnique()
  @IsIn(reportTypes, { each: true })
  @Describe("Only reports of these types. Empty: of all.")
  types?: ReportType[];

  @Optional()
  @Nested(PlatformDto)
  @Describe("Only reports of messages with this tenancy. Empty: of all.")
  platform?: PlatformDto;
}

@JSONSchema({ description: "How a secret is replaced." })
export class WebhookSecretRotationDto {
  @Optional()
  @Duration()
  @Describe("How long posts are signed by the secret before as well, from PT0S to P7D.", { default: "P1D", examples: ["PT1H"] })
  overlap?: string;
}

@JSONSchema({ description: "Which reports are to be sent again: `reports` by their ids, or those of a time." })
export class WebhookReplayDto {
  @ExactlyOneOf("from")
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(maximumReplayed)
  @ArrayUnique()
  @Matches(reportIdForm, { each: true, message: "each value in $property must be the id of a report" })
  @Describe("Their ids. They are sent whatever the endpoint otherwise gets.")
  reports?: string[];

  @ExactlyOneOf("reports")
  @Instant()
  @Describe("From this instant on, those that the endpoint gets.", { examples: ["2026-12-01T09:00:00+09:00"] })
  from?: string;

  @Optional()
  @Instant()
  @Describe("With `from`: up to this instant, which is not part of it. Default: now.", { examples: ["2026-12-01T10:00:00+09:00"] })
  to?: string;

  @Optional()
  @Matches(reportIdForm, { message: "$property must be the `nextCursor` of the answer before" })
  @Describe("With `from`: the `nextCursor` of the answer before.")
  cursor?: string;
}

/** Query of the list of endpoints. */
export class WebhookEndpointListQueryDto extends PageQueryDto {
  @Cursor(webhookEndpointIdForm)
  cursor?: string;
}

/** Query of the list of failures. */
export class WebhookAttemptListQueryDto extends PageQueryDto {
  @Cursor(webhookAttemptIdForm)
  cursor?: string;
}
