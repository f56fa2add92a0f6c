import "reflect-metadata";
import { onBadLineChoices, type OnBadLine } from "@todoke/engine";
import { IsIn, IsInt, Max, Min } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe, Instant, Optional, Text } from "./fields.ts";
import { Cursor, PageQueryDto } from "./list-query-dto.ts";

/** Query of an upload of recipients. */
export class AddRecipientsQueryDto {
  @Optional()
  @Text(1, 255)
  @Describe("Your own name for these lines, such as `17`. Sent again under it they change nothing. Default `recipients`.")
  part?: string;

  @Optional()
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  @Describe("Which line of the part the first one of the body is: to send only the rest after a cut. Default 1.")
  firstLine?: number;

  @Optional()
  @IsIn(onBadLineChoices)
  @Describe("`skip` leaves bad lines out and tells of them; `refuse` stops before the first one. Default skip.")
  onBadLine?: OnBadLine;
}

/** Query of the parts of an open message. */
export class RecipientPartListQueryDto extends PageQueryDto {
  @Optional()
  @Text(1, 255)
  @Describe("The `nextCursor` of the page before.")
  cursor?: string;
}

/** Query of the lines that were refused. */
export class RefusedLineListQueryDto extends PageQueryDto {
  @Cursor(/^\d{1,10} ./)
  cursor?: string;
}

@JSONSchema({ description: "When an open message is to go out." })
export class StartMessageDto {
  @Optional()
  @Instant()
  @Describe("Up to 180 days ahead; in place of the `sendAt` that the message was made with. Default: that one, or at once.", {
    examples: ["2026-12-01T09:00:00+09:00"],
  })
  sendAt?: string;
}
