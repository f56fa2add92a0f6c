import "reflect-metadata";
import type { JsonObject } from "@todoke/core";
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsObject, Matches } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe, ExactlyOneOf, Nested, NestedList, Optional, Text } from "../../dto/fields.ts";
import { contactIdForm } from "../../id-forms.ts";

/** Channels of Sinch's that are carried here. */
export const sinchChannels = ["LINE", "SMS"] as const;
export type SinchChannel = (typeof sinchChannels)[number];

const onlyThese = { message: "$property is carried for LINE and SMS" };

@JSONSchema({ description: "Somebody's name on one channel." })
export class SinchChannelIdentityDto {
  @IsIn(sinchChannels, onlyThese)
  @Describe("The channel.")
  channel!: SinchChannel;

  @Text(1, 255)
  @Describe("A LINE user, group or room id, or a phone number with its country code.", { examples: ["819012345678"] })
  identity!: string;

  @Optional()
  @Text(0, 255)
  @Describe("Without effect.")
  app_id?: string;
}

@JSONSchema({ description: "Somebody by their names on channels." })
export class SinchIdentifiedByDto {
  @NestedList(SinchChannelIdentityDto, 1, 2)
  channel_identities!: SinchChannelIdentityDto[];
}

@JSONSchema({ description: "Who gets it." })
export class SinchRecipientDto {
  @ExactlyOneOf("identified_by")
  @Matches(contactIdForm, { message: "$property must be the id of a contact, con_ and 32 hexadecimal digits" })
  @Describe("A contact that is kept here.")
  contact_id?: string;

  @ExactlyOneOf("contact_id")
  @Nested(SinchIdentifiedByDto)
  identified_by?: SinchIdentifiedByDto;
}

@JSONSchema({ description: "Plain text." })
export class SinchTextMessageDto {
  @Text(1, 100_000)
  @Describe("What the person reads.")
  text!: string;
}

@JSONSchema({ description: "A value in a place that the template has for it." })
export class SinchTemplateItemDto {
  @Text(1, 100)
  item_key!: string;

  @Text(1, 1_000)
  content!: string;
}

@JSONSchema({ description: "A button that the template has." })
export class SinchTemplateButtonDto {
  @Text(1, 100)
  button_key!: string;

  @Text(1, 2_000)
  url!: string;
}

@JSONSchema({ description: "What the template is filled with." })
export class SinchTemplateBodyDto {
  @Optional()
  @Nested(SinchTemplateItemDto)
  emphasized_item?: SinchTemplateItemDto;

  @Optional()
  @NestedList(SinchTemplateItemDto, 1, 50)
  items?: SinchTemplateItemDto[];

  @Optional()
  @NestedList(SinchTemplateButtonDto, 1, 10)
  buttons?: SinchTemplateButtonDto[];
}

@JSONSchema({ description: "A LINE notification message out of LINE's catalogue." })
export class SinchNotificationTemplateDto {
  @Text(1, 100)
  @Describe("The template's key.", { examples: ["shipment_completed_ja"] })
  template_key!: string;

  @Optional()
  @Nested(SinchTemplateBodyDto)
  body?: SinchTemplateBodyDto;
}

@JSONSchema({ description: "What goes out on LINE in place of the message's text." })
export class SinchLineMessageDto {
  @IsIn(["NOTIFICATION_MESSAGE_TEMPLATE"], { message: "$property is carried as NOTIFICATION_MESSAGE_TEMPLATE and as nothing else" })
  @Describe("What kind it is.")
  message_type!: "NOTIFICATION_MESSAGE_TEMPLATE";

  @Nested(SinchNotificationTemplateDto)
  message!: SinchNotificationTemplateDto;
}

@JSONSchema({ description: "Messages by channel." })
export class SinchChannelSpecificMessageDto {
  @Nested(SinchLineMessageDto)
  LINE!: SinchLineMessageDto;
}

@JSONSchema({ description: "What it says: a text, a template for LINE, or both." })
export class SinchMessageDto {
  @Optional()
  @Nested(SinchTextMessageDto)
  text_message?: SinchTextMessageDto;

  @Optional()
  @Nested(SinchChannelSpecificMessageDto)
  channel_specific_message?: SinchChannelSpecificMessageDto;
}

@JSONSchema({ description: "What is said to channels." })
export class SinchChannelPropertiesDto {
  @Optional()
  @Text(1, 1_024)
  @Describe("The account, or the number that it sends from.")
  SMS_SENDER?: string;
}

@JSONSchema({ description: "The body of Sinch's `messages:send`." })
export class SinchSendMessageDto {
  @Text(1, 255)
  @Describe("Kept as the message's `platform.applicationId`.")
  app_id!: string;

  @Nested(SinchRecipientDto)
  recipient!: SinchRecipientDto;

  @Nested(SinchMessageDto)
  message!: SinchMessageDto;

  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2)
  @IsIn(sinchChannels, { ...onlyThese, each: true })
  @Describe("The order of the steps. Default: that of the recipient's identities; for a contact LINE and then SMS.", { examples: [["LINE", "SMS"]] })
  channel_priority_order?: SinchChannel[];

  @Optional()
  @Nested(SinchChannelPropertiesDto)
  channel_properties?: SinchChannelPropertiesDto;

  @Optional()
  @Matches(/^\d{1,12}s$/, { message: "$property must be seconds such as 86400s" })
  @Describe("From acceptance: what has not succeeded by then expires. More than 48 hours count as 48.", { examples: ["86400s"] })
  ttl?: string;

  @Optional()
  @IsIn(["CONTENT_UNKNOWN", "CONTENT_MARKETING", "CONTENT_NOTIFICATION"])
  @Describe("Marketing is sent as such: only where the person may be written to for it.")
  message_content_type?: "CONTENT_UNKNOWN" | "CONTENT_MARKETING" | "CONTENT_NOTIFICATION";

  @Optional()
  @Text(0, 1_024)
  @Describe("Kept with the recipient's variables, and in reports that carry them.")
  message_metadata?: string;

  @Optional()
  @Text(0, 128)
  @Describe("As `message_metadata`.")
  correlation_id?: string;

  @Optional()
  @IsIn(["NORMAL_PRIORITY", "HIGH_PRIORITY"])
  @Describe("Without effect.")
  queue?: "NORMAL_PRIORITY" | "HIGH_PRIORITY";

  @Optional()
  @IsIn(["DEFAULT", "DISPATCH_ONLY"])
  @Describe("Without effect.")
  processing_strategy?: "DEFAULT" | "DISPATCH_ONLY";

  @Optional()
  @IsObject()
  @Describe("Without effect: conversations are not kept here.")
  conversation_metadata?: JsonObject;

  @Optional()
  @IsIn(["REPLACE", "MERGE_PATCH"])
  @Describe("Without effect.")
  conversation_metadata_update_strategy?: "REPLACE" | "MERGE_PATCH";
}
