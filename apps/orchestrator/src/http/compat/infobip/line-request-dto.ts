import "reflect-metadata";
import type { JsonObject } from "@todoke/core";
import { largestAmount, type Weekday, weekdays } from "@todoke/engine";
import { ArrayMaxSize, ArrayMinSize, Equals, IsArray, IsBoolean, IsIn, IsInt, IsObject, Matches, Max, Min } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe, Nested, NestedList, Optional, Text } from "../../dto/fields.ts";
import { maximumRecipients, PlatformDto } from "../../dto/message-request-dto.ts";
import { speedUnits, type SpeedUnit, validityUnits, type ValidityUnit } from "./time-units.ts";

/** As our own, but that the offset may be without its colon. */
const instantForm = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/;

@JSONSchema({ description: "Who gets it." })
export class InfobipDestinationDto {
  @Text(1, 255)
  @Describe("A phone number with its country code, or a LINE user, group or room id.", { examples: ["66855538125"] })
  to!: string;

  @Optional()
  @Text(0, 200)
  @Describe("Your id for it. Absent or empty: one is made.")
  messageId?: string;
}

@JSONSchema({ description: "A LINE Official Notification: a Flex bubble in Infobip's words." })
export class InfobipContentDto {
  @IsIn(["LINE_NOTIFICATION"], { message: "$property is carried as LINE_NOTIFICATION and as nothing else" })
  @Describe("What kind it is.")
  type!: "LINE_NOTIFICATION";

  @Text(1, 400)
  @Describe("Shown in the notification, and where Flex is not.")
  altText!: string;

  @IsObject()
  @Describe("The bubble.", { examples: [{ type: "BUBBLE", body: { type: "BOX", layout: "VERTICAL", contents: [{ type: "TEXT", text: "It is on its way." }] } }] })
  contents!: JsonObject;
}

@JSONSchema({ description: "How long it may take. More than 48 hours count as 48." })
export class InfobipValidityPeriodDto {
  @IsInt()
  @Min(1)
  @Max(largestAmount)
  @Describe("In units.")
  amount!: number;

  @Optional()
  @IsIn(validityUnits)
  @Describe("Default MINUTES.")
  timeUnit?: ValidityUnit;
}

@JSONSchema({ description: "A time of the day in UTC." })
export class InfobipTimeDto {
  @IsInt()
  @Min(0)
  @Max(23)
  hour!: number;

  @IsInt()
  @Min(0)
  @Max(59)
  minute!: number;
}

@JSONSchema({ description: "When it may go out, in UTC. `from` and `to` are an hour apart at least, and both given or none." })
export class InfobipDeliveryTimeWindowDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(weekdays.length)
  @IsIn(weekdays, { each: true })
  @Describe("The days on which it opens.", { examples: [["MONDAY", "TUESDAY"]] })
  days!: Weekday[];

  @Optional()
  @Nested(InfobipTimeDto)
  from?: InfobipTimeDto;

  @Optional()
  @Nested(InfobipTimeDto)
  to?: InfobipTimeDto;
}

@JSONSchema({ description: "The SMS for whom LINE does not reach." })
export class InfobipSmsFailoverDto {
  @Optional()
  @Text(1, 255)
  @Describe("The account, or the number that it sends from.")
  sender?: string;

  @Text(1, 100_000)
  @Describe("What it says.")
  text!: string;

  @Optional()
  @Nested(InfobipValidityPeriodDto)
  validityPeriod?: InfobipValidityPeriodDto;
}

@JSONSchema({ description: "What else is asked of one message." })
export class InfobipMessageOptionsDto {
  @Optional()
  @Nested(PlatformDto)
  platform?: PlatformDto;

  @Optional()
  @Nested(InfobipValidityPeriodDto)
  validityPeriod?: InfobipValidityPeriodDto;

  @Optional()
  @Nested(InfobipDeliveryTimeWindowDto)
  deliveryTimeWindow?: InfobipDeliveryTimeWindowDto;

  @Optional()
  @Text(1, 255)
  @Describe("Comes back in reports, which can be asked for by it.")
  campaignReferenceId?: string;

  @Optional()
  @Nested(InfobipSmsFailoverDto)
  smsFailover?: InfobipSmsFailoverDto;
}

@JSONSchema({ description: "Where reports are posted, as Infobip posts them." })
export class InfobipDeliveryWebhookDto {
  @Optional()
  @Text(1, 2_000)
  @Describe("The https address of a public host; the operator may allow other networks.", { examples: ["https://www.example.com/line"] })
  url?: string;

  @Optional()
  @IsBoolean()
  @Describe("Also what happens before the end.", { default: false })
  intermediateReport?: boolean;

  @Optional()
  @IsBoolean()
  @Describe("False: nothing is posted.", { default: true })
  notify?: boolean;
}

@JSONSchema({ description: "Where reports go, and what they carry." })
export class InfobipWebhooksDto {
  @Optional()
  @Nested(InfobipDeliveryWebhookDto)
  delivery?: InfobipDeliveryWebhookDto;

  @Optional()
  @Equals("application/json", { message: "$property is application/json and nothing else" })
  contentType?: "application/json";

  @Optional()
  @Text(0, 4_000)
  @Describe("Comes back in reports.")
  callbackData?: string;
}

@JSONSchema({ description: "One message to several destinations." })
export class InfobipMessageDto {
  @Text(1, 255)
  @Describe("The account by its id or name; any name, where there is one account alone.")
  sender!: string;

  @NestedList(InfobipDestinationDto, 1, maximumRecipients)
  destinations!: InfobipDestinationDto[];

  @Nested(InfobipContentDto)
  content!: InfobipContentDto;

  @Optional()
  @Nested(InfobipMessageOptionsDto)
  options?: InfobipMessageOptionsDto;

  @Optional()
  @Nested(InfobipWebhooksDto)
  webhooks?: InfobipWebhooksDto;
}

@JSONSchema({ description: "How fast they go out: all messages of the request together." })
export class InfobipSendingSpeedLimitDto {
  @IsInt()
  @Min(1)
  @Max(largestAmount)
  @Describe("Recipients in each unit.")
  amount!: number;

  @Optional()
  @IsIn(speedUnits)
  @Describe("Default MINUTE.")
  timeUnit?: SpeedUnit;
}

@JSONSchema({ description: "When they go out." })
export class InfobipScheduleDto {
  @Optional()
  @Text(1, 100)
  @Describe("Your id for all messages of the request. Default: one is made.")
  bulkId?: string;

  @Optional()
  @Matches(instantForm, { message: "$property must be a time with its offset, such as 2026-12-01T09:00:00.000+0900" })
  @Describe("Up to 180 days ahead.", { examples: ["2026-12-01T09:00:00.000+0900"] })
  sendAt?: string;

  @Optional()
  @Nested(InfobipSendingSpeedLimitDto)
  sendingSpeedLimit?: InfobipSendingSpeedLimitDto;
}

@JSONSchema({ description: "What is asked of all messages of the request." })
export class InfobipRequestOptionsDto {
  @Optional()
  @Nested(InfobipScheduleDto)
  schedule?: InfobipScheduleDto;
}

@JSONSchema({ description: "The body of Infobip's `POST /line/1/messages`." })
export class InfobipLineRequestDto {
  @NestedList(InfobipMessageDto, 1, 100)
  messages!: InfobipMessageDto[];

  @Optional()
  @Nested(InfobipRequestOptionsDto)
  options?: InfobipRequestOptionsDto;
}
