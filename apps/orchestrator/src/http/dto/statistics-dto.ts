import "reflect-metadata";
import { purposes, type Purpose } from "@todoke/core";
import { statisticsClocks, statisticsDimensions, type StatisticsClock } from "@todoke/engine";
import { IsIn, Matches } from "class-validator";
import { messageIdForm, templateIdForm } from "../id-forms.ts";
import { Describe, Instant, Optional, Text, TimeZone } from "./fields.ts";

/** Query of an account's statistics. */
export class AccountStatisticsQueryDto {
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  @Describe("A day of the provider's calendar; LINE's is in UTC+9.", { examples: ["2026-11-21"] })
  date!: string;
}

const dimension = `(?:${statisticsDimensions.join("|")})`;

/** Query of a project's statistics. */
export class StatisticsQueryDto {
  @Instant()
  @Describe("The beginning of the time.", { examples: ["2026-11-01T00:00:00+09:00"] })
  from!: string;

  @Optional()
  @Instant()
  @Describe("The end of the time, not part of it; at most 32 days after `from`. Absent: now.", { examples: ["2026-12-01T00:00:00+09:00"] })
  until?: string;

  @Optional()
  @IsIn(statisticsClocks)
  @Describe("What lies in the time: `acceptance` messages that were accepted in it, with all that ever became of them; `attempt` calls that were begun in it.", { default: "acceptance" })
  clock!: StatisticsClock;

  @Optional()
  @Matches(new RegExp(`^${dimension}(?:,${dimension})*$`), { message: `$property must be some of ${statisticsDimensions.join(", ")}, with commas between them` })
  @Describe(`What rows are told apart by: some of ${statisticsDimensions.join(", ")}, with commas between them. Absent: totals alone.`, { examples: ["channel,account,day"] })
  groupBy?: string;

  @Optional()
  @TimeZone()
  @Describe("An IANA time zone name: whose hours and days.", { default: "UTC" })
  timeZone!: string;

  @Optional()
  @IsIn(["json", "csv"])
  @Describe("As what; goes before the header `accept`.")
  format?: "json" | "csv";

  @Optional()
  @Matches(messageIdForm)
  @Describe("Only this message.")
  message?: string;

  @Optional()
  @Text(1, 255)
  @Describe("Only this channel.")
  channel?: string;

  @Optional()
  @Text(1, 255)
  @Describe("Only this account.")
  account?: string;

  @Optional()
  @Text(1, 255)
  @Describe("Only messages with this `platform.entityId`.")
  entityId?: string;

  @Optional()
  @Text(1, 255)
  @Describe("Only messages with this `platform.applicationId`.")
  applicationId?: string;

  @Optional()
  @IsIn(purposes)
  @Describe("Only messages with this purpose.")
  purpose?: Purpose;

  @Optional()
  @Matches(templateIdForm)
  @Describe("Only messages that were sent by this stored template, in any of its versions.")
  template?: string;
}
