import "reflect-metadata";
import { type JsonObject, type Purpose, purposes } from "@todoke/core";
import type { AudienceRequest } from "@todoke/engine";
import { Equals, IsBoolean, IsIn, IsObject, Matches } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { MessageBudgetDto } from "./budgets-dto.ts";
import { DeliveryTimeWindowDto } from "./delivery-time-window-dto.ts";
import { Addresses, Describe, Duration, EitherOf, Instant, Nested, NestedList, Optional, Text } from "./fields.ts";
import { OptionalLocale, OptionalTimeZone } from "./locale-fields.ts";
import { eventIdForm } from "../id-forms.ts";
import { MessageContentDto } from "./message-content-dto.ts";
import { PlanRequestDto } from "./plan-request-dto.ts";
import { SendingSpeedLimitDto } from "./sending-speed-limit-dto.ts";

/** In one request. */
export const maximumRecipients = 10_000;

@JSONSchema({ description: "A person or a group, with at most one address for each address kind." })
export class RecipientDto {
  @Optional()
  @Text(1, 255)
  @Describe("Your own name for this person; comes back with the delivery.")
  reference?: string;

  @Addresses()
  @Describe("Addresses by kind. LINE takes `line` (a user, group or room id), SMS and LINE notifications take `phone`.", {
    examples: [{ line: "U4af4980629f1ca5c9f4a1d0b7d8a9f10", phone: "+819012345678" }],
  })
  addresses!: Record<string, string>;

  @Optional()
  @IsObject()
  @Describe("Values for templated content.")
  variables?: JsonObject;

  @OptionalLocale()
  locale?: string;

  @OptionalTimeZone()
  timeZone?: string;
}

@JSONSchema({ description: "Your own tenancy, carried through to answers and reports." })
export class PlatformDto {
  @Optional()
  @Text(1, 255)
  entityId?: string;

  @Optional()
  @Text(1, 255)
  applicationId?: string;
}

@JSONSchema({ description: "What is to be known of the message later." })
export class StatisticsRequestDto {
  @Optional()
  @Text(1, 100)
  @Describe(
    "The name under which providers add up opens and clicks, also those of other messages that bear it. Default: one of " +
      "the message's own from 100 people on.",
    { examples: ["summer_2026"] },
  )
  unit?: string;
}

@JSONSchema({ description: "Where reports are posted, signed by the project's secret for messages." })
export class MessageWebhookDto {
  @Text(1, 2_000)
  @Describe("The https address of a public host; the operator may allow other networks.", { examples: ["https://shop.example.com/orders/42/reports"] })
  url!: string;

  @Optional()
  @IsBoolean()
  @Describe("Only reports of how deliveries ended.", { default: false })
  finalOnly?: boolean;
}

@JSONSchema({ description: "Where the message's own reports are posted, beside the project's endpoints." })
export class MessageWebhooksDto {
  @Nested(MessageWebhookDto)
  delivery!: MessageWebhookDto;
}

@JSONSchema({ description: "One message to many people. Give `to`, `inReplyTo`, `audience` or `open`, and `content` or, for plain text, `text`, or the `template` to send by." })
export class MessageRequestDto extends MessageContentDto {
  @Optional()
  @Text(1, 255)
  @Describe("Your own name for this message, which no other message has.")
  reference?: string;

  @Optional()
  @IsIn(purposes)
  @Describe("Why it is sent: some channels refuse some purposes, and defaults differ. Default notice.")
  purpose?: Purpose;

  @EitherOf(["to", "inReplyTo", "open"], ["audience"])
  @NestedList(RecipientDto, 1, maximumRecipients)
  @Describe("Who receives it. With `inReplyTo` it may be left out, or add what else you know of that one recipient; with `open` more are added later.")
  to?: RecipientDto[];

  @EitherOf(["to", "inReplyTo", "open"], ["audience"])
  @Matches(eventIdForm, { message: "$property must be the id of an inbound event, evt_ and 32 hexadecimal digits" })
  @Describe("The inbound event that this answers: it goes to whom the event came from, as a reply while its token lives.")
  inReplyTo?: string;

  @EitherOf(["to", "inReplyTo", "open"], ["audience"])
  @Equals(true)
  @Describe(
    "Any number of recipients are added later, at `/v1/messages/{id}/recipients`, until `/v1/messages/{id}/start` lets it go, within " +
      "seven days and before `expiresAt`.",
  )
  open?: boolean;

  @EitherOf(["audience"], ["to", "inReplyTo", "open"])
  @IsObject()
  @Describe(
    "A list that is kept here: `list` with its `id`. Contacts by what is known of them: `filter` with a `filter`, or the `id` of a stored " +
      "one. Or people whom the provider knows: `line-broadcast`, or `line-narrowcast` with " +
      "LINE's own `recipient`, `filter` and `limit`, and with `list`, the id of one that was pushed there.",
    { examples: [{ type: "line-broadcast" }] },
  )
  audience?: AudienceRequest;

  @Optional()
  @Nested(PlanRequestDto)
  @Describe("Default: the configured plan, else LINE and then SMS for the accounts that exist.")
  plan?: PlanRequestDto;

  @Optional()
  @Instant()
  @Describe("When it is to go out, up to 180 days ahead; one that has passed means at once. Default: at once.", {
    examples: ["2026-12-01T09:00:00+09:00"],
  })
  sendAt?: string;

  @Optional()
  @Instant()
  @Describe("Its absolute end: what has not succeeded by then expires, also before `validityPeriod` is over.", {
    examples: ["2026-12-01T21:00:00+09:00"],
  })
  expiresAt?: string;

  @Optional()
  @Duration()
  @Describe("From release, at acceptance or `sendAt`: what has not succeeded by then expires. Default and maximum PT48H; otp PT10M.", {
    examples: ["PT24H"],
  })
  validityPeriod?: string;

  @Optional()
  @Nested(DeliveryTimeWindowDto)
  @Describe("Outside of it deliveries are held, not dropped; the validity period runs on.")
  deliveryTimeWindow?: DeliveryTimeWindowDto;

  @Optional()
  @Nested(SendingSpeedLimitDto)
  @Describe("Recipients are released one after the other, evenly; `validityPeriod` then runs from each one's own release.")
  sendingSpeedLimit?: SendingSpeedLimitDto;

  @Optional()
  @Nested(PlatformDto)
  platform?: PlatformDto;

  @Optional()
  @Nested(MessageBudgetDto)
  @Describe("What it may spend. What goes beyond waits until somebody raises it, or the message ends.")
  budget?: MessageBudgetDto;

  @Optional()
  @Nested(StatisticsRequestDto)
  statistics?: StatisticsRequestDto;

  @Optional()
  @Nested(MessageWebhooksDto)
  webhooks?: MessageWebhooksDto;
}
