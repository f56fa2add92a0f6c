import "reflect-metadata";
import type { JsonObject } from "@todoke/core";
import { type AudienceType, audienceTypes } from "@todoke/engine";
import { IsIn, IsObject } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { audienceIdForm, memberIdForm, pushIdForm } from "../id-forms.ts";
import { Describe, NestedList, Optional, Text } from "./fields.ts";
import { Cursor, PageQueryDto } from "./list-query-dto.ts";
import { RecipientDto } from "./message-request-dto.ts";

const filterExamples = { examples: [{ and: [{ hasAddress: "line" }, { attribute: { name: "city", is: "Chiang Mai" } }] }] };

@JSONSchema({ description: "A list of people, or a filter that finds contacts, kept here." })
export class NewAudienceDto {
  @Text(1, 255)
  @Describe("Your own name for it; need not be the only one of its kind.")
  name!: string;

  @IsIn(audienceTypes)
  @Describe("What it is.")
  type!: AudienceType;

  @Optional()
  @IsObject()
  @Describe("Of a filter: which contacts it finds, anew each time. The words of filters stand in the guide to the HTTP API.", filterExamples)
  filter?: JsonObject;
}

@JSONSchema({ description: "What is to be otherwise. What is absent stays as it is." })
export class AudienceChangesDto {
  @Optional()
  @Text(1, 255)
  @Describe("Your own name for it.", { examples: ["Customers in Chiang Mai"] })
  name?: string;

  @Optional()
  @IsObject()
  @Describe("Of a filter: which contacts it finds from now on, in place of all that stood there. A list takes none.", filterExamples)
  filter?: JsonObject;
}

@JSONSchema({ description: "A filter whose people are to be counted." })
export class AudienceCountRequestDto {
  @IsObject()
  @Describe("Which contacts it finds.", filterExamples)
  filter!: JsonObject;
}

@JSONSchema({ description: "People for a list, all or none. Whoever is in it already is brought up to date." })
export class AudienceMembersDto {
  @NestedList(RecipientDto, 1, 10_000)
  @Describe("Somebody is the same by `reference` or, without one, by all addresses.")
  members!: RecipientDto[];
}

@JSONSchema({ description: "Where a list shall go." })
export class AudiencePushRequestDto {
  @Text(1, 64)
  @Describe("An account whose provider keeps audiences.", { examples: ["line"] })
  account!: string;

  @Optional()
  @Text(1, 255)
  @Describe("The provider's name for its audience; a mark of the push follows. Default: the list's name.")
  name?: string;
}

/** Query of the list of audiences. */
export class AudienceListQueryDto extends PageQueryDto {
  @Cursor(audienceIdForm)
  cursor?: string;
}

/** Query of a list's members. */
export class AudienceMemberListQueryDto extends PageQueryDto {
  @Cursor(memberIdForm)
  cursor?: string;
}

/** Query of a list's pushes. */
export class AudiencePushListQueryDto extends PageQueryDto {
  @Cursor(pushIdForm)
  cursor?: string;
}
