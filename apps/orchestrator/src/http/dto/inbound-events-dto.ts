import "reflect-metadata";
import { IsIn, Matches } from "class-validator";
import { Describe, Optional, Text } from "./fields.ts";
import { PageQueryDto } from "./list-query-dto.ts";

/** Query of a list of inbound events. */
export class InboundEventListQueryDto extends PageQueryDto {
  @Optional()
  @Matches(/^\d{1,15}$/)
  @Describe("The `nextCursor` of the page before, or the `position` of the last event that you have.")
  cursor?: string;

  @Optional()
  @IsIn(["oldest", "newest"])
  @Describe("Which come first. Read on from `oldest`: what is new comes after what you have.", { default: "oldest" })
  order?: "oldest" | "newest";

  @Optional()
  @Text(1, 64)
  @Describe("Only what came in at this account.")
  account?: string;

  @Optional()
  @Text(1, 64)
  @Describe("Only events of this type, in the provider's words.", { examples: ["message", "postback"] })
  type?: string;

  @Optional()
  @Text(1, 512)
  @Describe("Only what came from this person or group.")
  address?: string;
}
