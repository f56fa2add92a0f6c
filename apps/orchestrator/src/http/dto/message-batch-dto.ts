import "reflect-metadata";
import { ArrayMaxSize, ArrayMinSize, IsArray } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe, NestedList } from "./fields.ts";
import { MessageRequestDto } from "./message-request-dto.ts";

const maximumMessages = 100;

@JSONSchema({ description: "Several messages, each answered by itself." })
export class MessageBatchDto {
  @NestedList(MessageRequestDto, 1, maximumMessages)
  @Describe("Up to 100, with 10,000 recipients in all of their `to` together.")
  messages!: MessageRequestDto[];
}

/** What a batch must be as a whole: each of its messages passes a gate of its own, and none is refused for another. */
export class MessageBatchEnvelopeDto {
  @ArrayMaxSize(maximumMessages)
  @ArrayMinSize(1)
  @IsArray()
  messages!: unknown[];
}
