import "reflect-metadata";
import { type AccountPin, accountPins } from "@todoke/engine";
import { IsIn } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe } from "./fields.ts";

@JSONSchema({ description: "What you want of an account, over what is measured." })
export class AccountPinDto {
  @IsIn(accountPins)
  @Describe(
    "`use`: taken for healthy, whatever is measured. `avoid`: taken only where no other account of a step can. " +
      "`automatic`: as measured.",
  )
  state!: AccountPin;
}
