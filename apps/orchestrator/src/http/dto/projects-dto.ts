import "reflect-metadata";
import { projectIdForm } from "@todoke/engine";
import { Matches } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe, Text } from "./fields.ts";
import { Cursor, PageQueryDto } from "./list-query-dto.ts";

@JSONSchema({ description: "What a project is called." })
export class ProjectNameDto {
  @Text(1, 100)
  @Describe("For people.", { examples: ["Shop B"] })
  name!: string;
}

@JSONSchema({ description: "A project to be made." })
export class NewProjectDto extends ProjectNameDto {
  @Matches(projectIdForm)
  @Describe("Chosen by you, and never changed: the configuration names the project by it.", { examples: ["shop-b"] })
  id!: string;
}

/** Query of the list of projects. */
export class ProjectListQueryDto extends PageQueryDto {
  @Cursor(projectIdForm)
  cursor?: string;
}
