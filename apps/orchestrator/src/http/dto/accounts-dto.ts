import "reflect-metadata";
import { IsBoolean } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe, Optional } from "./fields.ts";

@JSONSchema({ description: "How an account's inbound address is tried." })
export class DoorVerificationDto {
  @Optional()
  @IsBoolean()
  @Describe("Makes the provider post to our address from now on, in place of any other, before it is tried. Default false.")
  setAddress?: boolean;
}
