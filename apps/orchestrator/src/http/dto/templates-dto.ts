import "reflect-metadata";
import { type Content, type JsonObject, type JsonValue, type Purpose, purposes } from "@todoke/core";
import { IsBoolean, IsIn, IsInt, IsObject, Matches, Max, Min } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { templateIdForm } from "../id-forms.ts";
import { contentUnion } from "./content-dto.ts";
import { Describe, ExactlyOneOf, NestedList, NestedUnion, Optional, Text } from "./fields.ts";
import { Cursor, PageQueryDto } from "./list-query-dto.ts";
import { OptionalLocale } from "./locale-fields.ts";
import { Shaped } from "./shaped.ts";

/** Of a version; what is stored has few. */
const largestVersion = 1_000_000_000;

@JSONSchema({ description: "A stored template, by `id` or by `name`." })
export class TemplateReferenceDto {
  @ExactlyOneOf("name")
  @Matches(templateIdForm, { message: "$property must be the id of a template, tpl_ and 32 hexadecimal digits" })
  @Describe("The template's id.")
  id?: string;

  @ExactlyOneOf("id")
  @Text(1, 255)
  @Describe("The template's name.", { examples: ["order-shipped"] })
  name?: string;

  @Optional()
  @IsInt()
  @Min(1)
  @Max(largestVersion)
  @Describe("Which version. Default: the latest when the message is accepted.")
  version?: number;
}

@JSONSchema({ description: "Content for the steps of one channel that bring none themselves." })
export class TemplateVariantDto {
  @Text(1, 64)
  @Describe("The channel.", { examples: ["sms"] })
  channel!: string;

  @NestedUnion(contentUnion)
  @Describe("Takes the place of the template's content there, with all of its translations.")
  content!: Content;
}

@JSONSchema({ description: "A variable that a template uses." })
export class TemplateVariableDto {
  @Matches(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, { message: "$property must be a name as Liquid reads it, such as name or order_id" })
  @Describe("As recipients' `variables` and the template name it.", { examples: ["name"] })
  name!: string;

  @Optional()
  @IsBoolean()
  @Describe("Default true. One that is not required is nil for whoever has none: `{% if name %}` and `{{ name | default: \"you\" }}` work.")
  required?: boolean;

  @Optional()
  @Shaped({})
  @Describe("What previews show where they are given nothing else.", { examples: ["Aiko"] })
  example?: JsonValue;
}

@JSONSchema({ description: "What a template says from now on. Give `content` or, for plain text, `text`. Every string in it is Liquid." })
export class TemplateVersionDto {
  @ExactlyOneOf("text")
  @NestedUnion(contentUnion)
  @Describe("What it says, with its translations. `template: true` need not be said.")
  content?: Content;

  @ExactlyOneOf("content")
  @Text(1, 100_000)
  @Describe("Short for `\"content\": { \"type\": \"text\", \"text\": … }`.")
  text?: string;

  @Optional()
  @NestedList(TemplateVariantDto, 1, 20)
  @Describe("What some channels get instead, each at most once.")
  variants?: TemplateVariantDto[];

  @Optional()
  @NestedList(TemplateVariableDto, 1, 100)
  @Describe("What can be said of its variables. The template may use others, which are then required.")
  variables?: TemplateVariableDto[];
}

@JSONSchema({ description: "A template with its first version." })
export class NewTemplateDto extends TemplateVersionDto {
  @Text(1, 255)
  @Describe("Your own name for it, which no other template has that is not archived. It never changes.", { examples: ["order-shipped"] })
  name!: string;
}

@JSONSchema({ description: "For whom a template is to be rendered, and how." })
export class TemplatePreviewRequestDto {
  @Optional()
  @IsInt()
  @Min(1)
  @Max(largestVersion)
  @Describe("Default: the latest.")
  version?: number;

  @Optional()
  @IsObject()
  @Describe("Values of its variables. The examples of the version stand in for those that are left out.", { examples: [{ name: "Aiko" }] })
  variables?: JsonObject;

  @OptionalLocale()
  locale?: string;

  @Optional()
  @IsIn(purposes)
  @Describe("Why it would be sent. Default notice.")
  purpose?: Purpose;

  @Optional()
  @Text(1, 64)
  @Describe("Only this channel. Default: every channel that an account carries.", { examples: ["line"] })
  channel?: string;
}

/** Query of the list of templates. */
export class TemplateListQueryDto extends PageQueryDto {
  @Cursor(templateIdForm)
  cursor?: string;

  @Optional()
  @IsBoolean()
  @Describe("Those that are archived, in place of the others. Default false.")
  archived?: boolean;
}
