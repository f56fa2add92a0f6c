import "reflect-metadata";
import { IsIn, Matches } from "class-validator";
import { contactIdForm } from "../id-forms.ts";
import { Describe, Optional, Text } from "./fields.ts";
import { PageQueryDto } from "./list-query-dto.ts";

/** Query of a list of contacts. */
export class ContactListQueryDto extends PageQueryDto {
  @Optional()
  @Matches(contactIdForm)
  @Describe("The `nextCursor` of the page before.")
  cursor?: string;

  @Optional()
  @IsIn(["person", "group"])
  @Describe("Only people, or only groups.")
  kind?: "person" | "group";

  @Optional()
  @Text(1, 64)
  @Describe("Only whom this account taught us of.")
  account?: string;

  @Optional()
  @Text(1, 512)
  @Describe("Only who has this address.")
  address?: string;
}
