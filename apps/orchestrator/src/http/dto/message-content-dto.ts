import "reflect-metadata";
import type { Content } from "@todoke/core";
import { contentUnion } from "./content-dto.ts";
import { Describe, ExactlyOneOf, Nested, NestedUnion, Text } from "./fields.ts";
import { TemplateReferenceDto } from "./templates-dto.ts";

/** What a message says: in its own words, or by a stored template. */
export class MessageContentDto {
  @ExactlyOneOf("text", "template")
  @NestedUnion(contentUnion)
  @Describe("What it says, independent of the channel.")
  content?: Content;

  @ExactlyOneOf("content", "template")
  @Text(1, 100_000)
  @Describe("Short for `\"content\": { \"type\": \"text\", \"text\": … }`.")
  text?: string;

  @ExactlyOneOf("content", "text")
  @Nested(TemplateReferenceDto)
  @Describe(
    "Content that is stored under `/v1/templates`, as it stands when the message is accepted. `template: true` inside `content` is something " +
      "else: it makes the strings of that content Liquid.",
  )
  template?: TemplateReferenceDto;
}
