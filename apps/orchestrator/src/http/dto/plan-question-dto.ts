import "reflect-metadata";
import { IsBoolean } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe, Optional } from "./fields.ts";
import { MessageRequestDto } from "./message-request-dto.ts";

@JSONSchema({ description: "A message that is only to be explained." })
export class PlanQuestionDto extends MessageRequestDto {
  @Optional()
  @IsBoolean()
  @Describe("Ask the providers whether they would take the content; the first 20 different payloads at most. Default false.")
  validate?: boolean;
}
