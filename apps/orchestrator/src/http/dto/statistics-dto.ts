import "reflect-metadata";
import { Matches } from "class-validator";
import { Describe } from "./fields.ts";

/** Query of an account's statistics. */
export class AccountStatisticsQueryDto {
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  @Describe("A day of the provider's calendar; LINE's is in UTC+9.", { examples: ["2026-11-21"] })
  date!: string;
}
