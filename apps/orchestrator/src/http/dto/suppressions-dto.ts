import "reflect-metadata";
import { purposes, type Purpose } from "@todoke/core";
import { suppressionSources, type SuppressionSource } from "@todoke/engine";
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, Matches } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { suppressionIdForm } from "../id-forms.ts";
import { addressRules, Describe, NestedList, Optional, Text } from "./fields.ts";
import { Cursor, PageQueryDto } from "./list-query-dto.ts";

const kindPattern = new RegExp(addressRules.kindPattern);

@JSONSchema({ description: "An address that shall be left alone." })
export class NewSuppressionDto {
  @Matches(kindPattern)
  @Describe("The kind of the address.", { examples: ["phone", "line"] })
  addressKind!: string;

  @Text(1, addressRules.maximumLength)
  @Describe("The address, in any form that its kind can read.")
  address!: string;

  @Optional()
  @Text(1, 64)
  @Describe("Only on this channel. Absent: on all that use the address.", { examples: ["sms"] })
  channel?: string;

  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(purposes.length)
  @IsIn(purposes, { each: true })
  @Describe("Only for these purposes. Absent: for all, codes as well.")
  purposes?: Purpose[];

  @Optional()
  @Text(1, 255)
  @Describe("Why, for people to read.")
  reason?: string;
}

@JSONSchema({ description: "Addresses that shall be left alone, all or none. What is suppressed already is brought up to date." })
export class NewSuppressionsDto {
  @NestedList(NewSuppressionDto, 1, 10_000)
  @Describe("Of an address that comes twice for one channel the last counts.")
  suppressions!: NewSuppressionDto[];

  @Optional()
  @IsIn(["manual", "import"])
  @Describe("What they are listed as.", { default: "manual" })
  source?: "manual" | "import";
}

/** Query of the list of suppressions. */
export class SuppressionListQueryDto extends PageQueryDto {
  @Cursor(suppressionIdForm)
  cursor?: string;

  @Optional()
  @Matches(kindPattern)
  @Describe("Only addresses of this kind.")
  addressKind?: string;

  @Optional()
  @Text(1, addressRules.maximumLength)
  @Describe("Only this address, in any form that its kind can read.")
  address?: string;

  @Optional()
  @Text(1, 64)
  @Describe("Only what holds on this channel.")
  channel?: string;

  @Optional()
  @IsIn(suppressionSources)
  @Describe("Only those from there.")
  source?: SuppressionSource;

  @Optional()
  @Text(1, 64)
  @Describe("Only what this account taught.")
  account?: string;
}
