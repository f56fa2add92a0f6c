import "reflect-metadata";
import { type JsonObject, type Purpose, purposes } from "@todoke/core";
import { IsIn, IsObject, Matches } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { contactIdForm } from "../id-forms.ts";
import { Describe, Nested, Optional } from "./fields.ts";
import { OptionalLocale } from "./locale-fields.ts";
import { MessageContentDto } from "./message-content-dto.ts";
import { PlanRequestDto } from "./plan-request-dto.ts";

@JSONSchema({ description: "Somebody who need not exist." })
export class ExampleRecipientDto {
  @Optional()
  @IsObject()
  @Describe("Values for templated content.", { examples: [{ name: "Aiko" }] })
  variables?: JsonObject;

  @OptionalLocale()
  locale?: string;
}

@JSONSchema({ description: "A message that is to be tried out on your testers. Give `content` or, for plain text, `text`, or the `template` to send by." })
export class TestMessageDto extends MessageContentDto {
  @Optional()
  @IsIn(purposes)
  @Describe("What it is for. Default: notice.")
  purpose?: Purpose;

  @Optional()
  @Nested(PlanRequestDto)
  @Describe("Default: as for any message.")
  plan?: PlanRequestDto;

  @Optional()
  @Matches(contactIdForm)
  @Describe("Whose attributes and language it is written with; stands over `example`. Without either: each tester's own.")
  contact?: string;

  @Optional()
  @Nested(ExampleRecipientDto)
  @Describe("What it is written with.")
  example?: ExampleRecipientDto;
}
