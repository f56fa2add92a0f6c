import "reflect-metadata";
import { largestAmount } from "@todoke/engine";
import { IsInt, Max, Min } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe, Duration } from "./fields.ts";

@JSONSchema({ description: "How fast recipients are released, evenly and one after the other, whoever of them gets how many calls." })
export class SendingSpeedLimitDto {
  @IsInt()
  @Min(1)
  @Max(largestAmount)
  @Describe("Recipients in each `per`.", { examples: [30] })
  amount!: number;

  @Duration()
  @Describe("From PT1S to P7D.", { examples: ["PT1H"] })
  per!: string;
}
