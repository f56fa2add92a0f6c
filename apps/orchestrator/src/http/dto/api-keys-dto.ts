import "reflect-metadata";
import { apiKeyScopes, type ApiKeyScope } from "@todoke/engine";
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { apiKeyIdForm } from "../id-forms.ts";
import { Describe, Duration, Instant, Optional, Text } from "./fields.ts";
import { Cursor, PageQueryDto } from "./list-query-dto.ts";

@JSONSchema({ description: "A key to be made. Nothing about it can be changed later but its secret." })
export class NewApiKeyDto {
  @Text(1, 100)
  @Describe("For people: who or what uses it.", { examples: ["shop checkout"] })
  name!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(apiKeyScopes.length)
  @ArrayUnique()
  @IsIn(apiKeyScopes, { each: true })
  @Describe("What it may do: only what the key that asks for it may do itself.", { examples: [["messages:write", "messages:read"]] })
  scopes!: ApiKeyScope[];

  @Optional()
  @Instant()
  @Describe("When it ends by itself. Absent: never.", { examples: ["2027-12-01T00:00:00+09:00"] })
  expiresAt?: string;
}

@JSONSchema({ description: "How a secret is replaced." })
export class ApiKeyRotationDto {
  @Optional()
  @Duration()
  @Describe("How long the secret before is taken as well, from PT0S to P7D.", { default: "P1D", examples: ["PT1H"] })
  overlap?: string;
}

/** Query of the list of keys. */
export class ApiKeyListQueryDto extends PageQueryDto {
  @Cursor(apiKeyIdForm)
  cursor?: string;
}
