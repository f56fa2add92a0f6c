import "reflect-metadata";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe, Instant } from "./fields.ts";

@JSONSchema({ description: "When a message is to go out instead." })
export class RescheduleDto {
  @Instant()
  @Describe("Up to 180 days ahead; one that has passed means at once, or as soon as the message is resumed.", {
    examples: ["2026-12-01T09:00:00+09:00"],
  })
  sendAt!: string;
}
