import { sql, type RawBuilder } from "kysely";
import { monthAfter, monthAt } from "../../calendar-month.ts";
import { later } from "../../decide.ts";
import { firstIdAt, parseMessageId, parseTemplateId } from "../../ids.ts";
import type { StatisticsDimension, StatisticsFilter, StatisticsRequest } from "../../statistics/figures/statistics-request.ts";

/** What counts are told apart by in the database: time by the quarter of an hour, of which the hours of all zones are made. */
export interface GroupKey extends Readonly<Partial<Record<Exclude<StatisticsDimension, "hour" | "day">, string | null>>> {
  readonly quarter?: Date;
}

export type Columns = Readonly<Record<keyof GroupKey, RawBuilder<unknown>>>;

/** Of a message `m`. */
export const messageColumns = {
  message: sql`m.id::text`,
  entityId: sql`m.platform ->> 'entityId'`,
  applicationId: sql`m.platform ->> 'applicationId'`,
  purpose: sql`m.purpose`,
  template: sql`m.template_id::text`,
};

/** A time in the quarter of an hour in which it lies. */
export function quarterOf(time: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`date_bin('15 minutes', ${time}, timestamptz '2000-01-01T00:00:00Z')`;
}

/** The columns that a request needs. */
export function keysOf(groupBy: readonly StatisticsDimension[]): readonly (keyof GroupKey)[] {
  return [...new Set(groupBy.map((dimension) => (dimension === "hour" || dimension === "day" ? "quarter" : dimension)))];
}

/** Columns under their names; for as many the statement is grouped by its first ones. */
export function selectKeys(keys: readonly (keyof GroupKey)[], columns: Columns): RawBuilder<unknown> {
  return sql.join(keys.map((key) => sql`${columns[key]} as ${sql.ref(key)}, `), sql``);
}

export function groupByFirst(count: number): RawBuilder<unknown> {
  const places = Array.from({ length: count }, (_, index) => sql.lit(index + 1));
  return count === 0 ? sql`` : sql`group by ${sql.join(places)}`;
}

/** What the filter says of the message and, in `columns`, of channel and account. */
export function matches({ message, template, ...others }: StatisticsFilter, columns: Columns): RawBuilder<unknown> {
  const conditions = Object.entries(others).map(([name, value]) => sql` and ${columns[name as keyof typeof others]} = ${value}`);
  if (message !== undefined) conditions.push(sql` and m.id = ${parseMessageId(message) ?? null}`);
  if (template !== undefined) conditions.push(sql` and m.template_id = ${parseTemplateId(template) ?? null}`);
  return sql.join(conditions, sql``);
}

/**
 * Messages `m` that were accepted in the time. Ids are dated by the clock of the machine that made them, which is taken to be
 * no further off than a day.
 */
export function isAccepted({ from, until }: StatisticsRequest): RawBuilder<unknown> {
  return sql`m.created_at >= ${from} and m.created_at < ${until}
    and m.id >= ${firstIdAt(later(from, -dayMs))}::uuid and m.id < ${firstIdAt(later(until, dayMs))}::uuid`;
}

/** Attempts `a` that the time can be about: an attempt has an id of the moment at which it began. */
export function isAttempted({ from, until, clock }: StatisticsRequest): RawBuilder<unknown> {
  return clock === "attempt"
    ? sql`a.id >= ${firstIdAt(from)}::uuid and a.id < ${firstIdAt(until)}::uuid`
    : sql`a.id >= ${firstIdAt(later(from, -dayMs))}::uuid`;
}

/**
 * The months of the messages that the time can be about, as an array: a statement that names one is planned for its values
 * each time, and these find few rows or millions.
 */
export function monthsAbout({ from, until, clock }: StatisticsRequest): readonly string[] {
  const last = monthAt(later(until, dayMs));
  const months: string[] = [];
  for (let month = monthAt(later(from, clock === "attempt" ? -longestWaitMs : -dayMs)); month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

const dayMs = 86_400_000;

/** From acceptance to the last attempt: 180 days to `sendAt`, and a week in which it ends. */
const longestWaitMs = 187 * dayMs;
