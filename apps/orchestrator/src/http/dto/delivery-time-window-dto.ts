import "reflect-metadata";
import { type Weekday, weekdays } from "@todoke/engine";
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, Matches } from "class-validator";
import { JSONSchema } from "class-validator-jsonschema";
import { Describe, Optional, TimeZone, TimeZoneOrRecipient } from "./fields.ts";

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/;
const clockTimeMessage = "$property must be a time from 00:00 to 23:59";

@JSONSchema({ description: "When deliveries may go out, by the clock on the wall. Outside of it they are held, not dropped." })
export class DeliveryTimeWindowDto {
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(weekdays.length)
  @IsIn(weekdays, { each: true })
  @Describe("The days on which it opens; one that lasts over midnight closes on the day after. Default: every day.", {
    examples: [["MONDAY", "TUESDAY"]],
  })
  days?: Weekday[];

  @Matches(clockTime, { message: clockTimeMessage })
  @Describe("When it opens.", { examples: ["09:00"] })
  from!: string;

  @Matches(clockTime, { message: clockTimeMessage })
  @Describe("When it closes; earlier than `from`: on the day after. Not the same as `from`.", { examples: ["20:00"] })
  to!: string;

  @TimeZoneOrRecipient()
  @Describe("Whose clock: an IANA time zone name, or `recipient` for each recipient's own `timeZone`.", { examples: ["Asia/Tokyo"] })
  timeZone!: string;

  @Optional()
  @TimeZone()
  @Describe("For recipients without a `timeZone` of their own, who are refused otherwise. Only beside `recipient`.", {
    examples: ["Asia/Tokyo"],
  })
  fallbackTimeZone?: string;
}
