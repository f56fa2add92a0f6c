import "reflect-metadata";
import {
  deliveryOutcomes,
  deliveryStatuses,
  messageStatuses,
  type DeliveryOutcome,
  type DeliveryStatus,
  type MessageStatus,
} from "@todoke/core";
import { IsBoolean, IsIn, IsInt, Matches, Max, Min } from "class-validator";
import { deliveryIdForm, messageIdForm, templateIdForm } from "../id-forms.ts";
import { all, Describe, Optional, Text } from "./fields.ts";

/** What all lists take. */
export class PageQueryDto {
  @Optional()
  @IsInt()
  @Min(1)
  @Max(1000)
  @Describe("How many items at most.", { default: 50 })
  limit!: number;
}

/** Where a page begins; the cursors of each list have a form of their own. */
export function Cursor(form: RegExp): PropertyDecorator {
  return all(Describe("The `nextCursor` of the page before."), Matches(form), Optional());
}

/** Query of a list of messages. */
export class MessageListQueryDto extends PageQueryDto {
  @Cursor(messageIdForm)
  cursor?: string;

  @Optional()
  @IsIn(messageStatuses)
  @Describe("Only messages in this status.")
  status?: MessageStatus;

  @Optional()
  @Text(1, 255)
  @Describe("Only the message that you named so.")
  reference?: string;

  @Optional()
  @Text(1, 255)
  @Describe("Only messages with this `platform.entityId`.")
  entityId?: string;

  @Optional()
  @Text(1, 255)
  @Describe("Only messages with this `platform.applicationId`.")
  applicationId?: string;

  @Optional()
  @Matches(templateIdForm)
  @Describe("Only messages that were sent by this stored template, in any of its versions.")
  template?: string;
}

/** Query of a list of deliveries. */
export class DeliveryListQueryDto extends PageQueryDto {
  @Cursor(deliveryIdForm)
  cursor?: string;

  @Optional()
  @IsIn(deliveryStatuses)
  @Describe("Only deliveries in this status.")
  status?: DeliveryStatus;

  @Optional()
  @IsIn(deliveryOutcomes)
  @Describe("Only deliveries that ended so.")
  outcome?: DeliveryOutcome;

  @Optional()
  @IsBoolean()
  @Describe("Only deliveries that did, or did not, meet their plan.")
  succeeded?: boolean;
}
