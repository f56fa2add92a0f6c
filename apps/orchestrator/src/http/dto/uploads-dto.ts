import "reflect-metadata";
import { onBadLineChoices, type OnBadLine } from "@todoke/engine";
import { IsIn, IsInt, Matches, Max, Min } from "class-validator";
import { uploadNameForm } from "../id-forms.ts";
import { Describe, Optional } from "./fields.ts";
import { Cursor, PageQueryDto } from "./list-query-dto.ts";

/** Query of an import by the line. */
export class UploadQueryDto {
  @Optional()
  @Matches(uploadNameForm)
  @Describe("Your own name for these lines. Sent again under it they change nothing. Default: a new one, which the answer tells.")
  name?: string;

  @Optional()
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  @Describe("Which line of the import the first one of the body is: to send only the rest after a cut. Default 1.")
  firstLine?: number;

  @Optional()
  @IsIn(onBadLineChoices)
  @Describe("`skip` leaves bad lines out and tells of them; `refuse` stops before the first one. Default skip.")
  onBadLine?: OnBadLine;
}

/** Query of the list of imports. */
export class UploadListQueryDto extends PageQueryDto {
  @Cursor(uploadNameForm)
  cursor?: string;
}

/** Query of the lines that were refused. */
export class UploadLineListQueryDto extends PageQueryDto {
  @Cursor(/^\d{1,9}$/)
  cursor?: string;
}
