import "reflect-metadata";
import { IsInt, Max, Min } from "class-validator";
import { Describe, Optional, Text } from "../../dto/fields.ts";

/** Query of Infobip's `GET /line/1/reports`. */
export class InfobipReportQueryDto {
  @Optional()
  @Text(1, 100)
  @Describe("Only reports of messages of this request.")
  bulkId?: string;

  @Optional()
  @Text(1, 200)
  @Describe("Only reports of this message.")
  messageId?: string;

  @IsInt()
  @Min(1)
  @Max(1_000)
  @Describe("How many at most.", { default: 50 })
  limit!: number;

  @Optional()
  @Text(1, 255)
  @Describe("Only reports of messages with this tenancy.")
  entityId?: string;

  @Optional()
  @Text(1, 255)
  @Describe("Only reports of messages with this application.")
  applicationId?: string;

  @Optional()
  @Text(1, 255)
  @Describe("Only reports of this campaign.")
  campaignReferenceId?: string;
}
