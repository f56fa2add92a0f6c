import "reflect-metadata";
import { type Purpose, purposes } from "@todoke/core";
import { keywordMatches, type KeywordMatch, type TriggerCondition } from "@todoke/engine";
import { Equals, IsBoolean, IsIn } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { eventIdForm, triggerIdForm } from "../id-forms.ts";
import { DeliveryTimeWindowDto } from "./delivery-time-window-dto.ts";
import { Describe, type DtoClass, Duration, Nested, NestedUnion, Optional, OptionalOrNull, Text, TextList, type Union } from "./fields.ts";
import { Cursor, PageQueryDto } from "./list-query-dto.ts";
import { MessageContentDto } from "./message-content-dto.ts";
import { MessageWebhooksDto, PlatformDto, StatisticsRequestDto } from "./message-request-dto.ts";
import { PlanRequestDto } from "./plan-request-dto.ts";

@JSONSchema({ description: "Somebody follows the account, or stops blocking it." })
export class FollowConditionDto {
  @Equals("follow")
  type!: "follow";

  @Optional()
  @IsBoolean()
  @Describe("true: only people who followed before and come back. false: only the others. Absent: all.")
  again?: boolean;
}

@JSONSchema({ description: "Somebody writes a text." })
export class TextConditionDto {
  @Equals("text")
  type!: "text";

  @Optional()
  @TextList(1, 50, 100)
  @Describe("One of them is enough, in upper or lower case, full or half width. Absent: any text.", { examples: [["hours", "営業時間"]] })
  keywords?: string[];

  @Optional()
  @IsIn(keywordMatches)
  @Describe("Whether the whole text is the keyword, or the keyword stands in it.", { default: "whole" })
  match?: KeywordMatch;
}

@JSONSchema({ description: "A parameter of data that is written like a query: `action=buy&item=42`." })
export class PostbackParameterDto {
  @Text(1, 300)
  name!: string;

  @Optional()
  @Text(1, 300)
  @Describe("Absent: any.")
  value?: string;
}

@JSONSchema({ description: "Somebody taps a button that carries data. All that is given has to hold." })
export class PostbackConditionDto {
  @Equals("postback")
  type!: "postback";

  @Optional()
  @Text(1, 300)
  @Describe("The whole data.")
  data?: string;

  @Optional()
  @Text(1, 300)
  @Describe("What the data starts with.")
  dataStartsWith?: string;

  @Optional()
  @Nested(PostbackParameterDto)
  parameter?: PostbackParameterDto;
}

@JSONSchema({ description: "The account comes into a group, which gets the message." })
export class JoinConditionDto {
  @Equals("join")
  type!: "join";
}

@JSONSchema({ description: "People come into a group, which gets the message." })
export class MemberJoinedConditionDto {
  @Equals("member-joined")
  type!: "member-joined";
}

/** The classes of the engine's `TriggerCondition` by its discriminator. */
const conditionVariants = {
  follow: FollowConditionDto,
  text: TextConditionDto,
  postback: PostbackConditionDto,
  join: JoinConditionDto,
  "member-joined": MemberJoinedConditionDto,
} as const satisfies { readonly [Type in TriggerCondition["type"]]: DtoClass<Extract<TriggerCondition, { type: Type }>> };

const conditionUnion: Union = { name: "TriggerCondition", discriminator: "type", variants: conditionVariants };

@JSONSchema({ description: "What whoever the event came from is sent. Give `content`, `template` or, for plain text, `text`. What is templated knows the contact's attributes, and the event as `event`." })
export class TriggerMessageDto extends MessageContentDto {
  @Optional()
  @IsIn(purposes)
  @Describe("Why it is sent. Default notice.")
  purpose?: Purpose;

  @Optional()
  @Nested(PlanRequestDto)
  @Describe("Default: as for any message. A step on the event's channel that names no account goes out where the event came in.")
  plan?: PlanRequestDto;

  @Optional()
  @Duration()
  @Describe("What has not succeeded by then expires. Default and maximum PT48H; otp PT10M.", { examples: ["PT1H"] })
  validityPeriod?: string;

  @Optional()
  @Nested(DeliveryTimeWindowDto)
  @Describe("Outside of it the answer is held, not dropped.")
  deliveryTimeWindow?: DeliveryTimeWindowDto;

  @Optional()
  @Nested(PlatformDto)
  platform?: PlatformDto;

  @Optional()
  @Nested(StatisticsRequestDto)
  statistics?: StatisticsRequestDto;

  @Optional()
  @Nested(MessageWebhooksDto)
  webhooks?: MessageWebhooksDto;
}

const everyMeaning = "How long a person or group that had the answer gets none, up to P365D; PT0S: they always get it.";

@JSONSchema({ description: "A rule by which what people do starts messages. It fires on events that come in from now on." })
export class NewTriggerDto {
  @Text(1, 100)
  @Describe("For people: what it is for.", { examples: ["welcome"] })
  name!: string;

  @Optional()
  @Text(1, 64)
  @Describe("Only what comes in at this account. Absent: at every account.")
  account?: string;

  @NestedUnion(conditionUnion)
  @Describe("What it waits for.")
  when!: TriggerCondition;

  @Nested(TriggerMessageDto)
  message!: TriggerMessageDto;

  @Optional()
  @Duration()
  @Describe(everyMeaning, { default: "PT10S", examples: ["P1D"] })
  atMostEvery?: string;

  @Optional()
  @IsBoolean()
  @Describe("It fires.", { default: true })
  enabled?: boolean;
}

@JSONSchema({ description: "What is to be otherwise. What is absent stays as it is; `when` and `message` are replaced as a whole." })
export class TriggerChangesDto {
  @Optional()
  @Text(1, 100)
  @Describe("For people: what it is for.")
  name?: string;

  @Text(1, 64)
  @OptionalOrNull("Only what comes in at this account. Null: at every account.")
  account?: string | null;

  @Optional()
  @NestedUnion(conditionUnion)
  @Describe("What it waits for.")
  when?: TriggerCondition;

  @Optional()
  @Nested(TriggerMessageDto)
  message?: TriggerMessageDto;

  @Optional()
  @Duration()
  @Describe(everyMeaning)
  atMostEvery?: string;

  @Optional()
  @IsBoolean()
  @Describe("It fires.")
  enabled?: boolean;
}

/** Query of a list of triggers. */
export class TriggerListQueryDto extends PageQueryDto {
  @Cursor(triggerIdForm)
  cursor?: string;
}

/** Query of a list of firings. */
export class FiringListQueryDto extends PageQueryDto {
  @Cursor(eventIdForm)
  cursor?: string;
}
