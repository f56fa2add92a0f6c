import { sql, type RawBuilder } from "kysely";
import type { AttributeTest, ComparedValue, ConsentTest, ContactFilter } from "../../filters/contact-filter.ts";

type Condition = RawBuilder<boolean>;

/**
 * A filter as a condition on the rows of `contact c`, which is true or false and never null. Every name and value is a
 * parameter of the statement, and no part of its text.
 */
export function compileFilter(filter: ContactFilter, projectId: string): Condition {
  const compile = (part: ContactFilter) => compileFilter(part, projectId);
  if ("and" in filter) return sql<boolean>`(${sql.join(filter.and.map(compile), sql` and `)})`;
  if ("or" in filter) return sql<boolean>`(${sql.join(filter.or.map(compile), sql` or `)})`;
  if ("not" in filter) return sql<boolean>`(not ${compile(filter.not)})`;
  if ("attribute" in filter) return compileAttribute(filter.attribute);
  if ("locale" in filter) return speaks(filter.locale);
  if ("timeZone" in filter) return sql<boolean>`(c.time_zone is not null and c.time_zone = ${filter.timeZone})`;
  if ("consent" in filter) return hasSaid(filter.consent, projectId);
  if ("inList" in filter) return isInList(filter.inList, projectId);
  return sql<boolean>`(exists (select from contact_address a
    where a.project_id = ${projectId} and a.contact_id = c.id and a.kind = ${filter.hasAddress}))`;
}

function compileAttribute(test: AttributeTest): Condition {
  if ("is" in test) return isAny(test.name, [test.is]);
  if ("isNot" in test) return sql<boolean>`(not ${isAny(test.name, [test.isNot])})`;
  if ("in" in test) return isAny(test.name, test.in);
  if ("exists" in test) return sql<boolean>`(jsonb_exists(c.attributes, ${test.name}) = ${test.exists})`;
  if ("greaterThan" in test) return compares(test.name, sql`>`, test.greaterThan);
  return compares(test.name, sql`<`, test.lessThan);
}

/** By containment, which the index on attributes answers. What stands in a list is contained in another form. */
function isAny(name: string, values: readonly ComparedValue[]): Condition {
  const forms = values.flatMap((value) => [{ [name]: value }, ...(typeof value === "string" ? [{ [name]: [value] }] : [])]);
  return sql<boolean>`(c.attributes @> any(${forms.map((form) => JSON.stringify(form))}::text[]::jsonb[]))`;
}

function compares(name: string, operator: RawBuilder<unknown>, value: string | number): Condition {
  const compared =
    typeof value === "number"
      ? sql`(c.attributes ->> ${name})::numeric ${operator} ${value}::numeric`
      : sql`(c.attributes ->> ${name}) collate "C" ${operator} ${value}::text`;
  return sql<boolean>`(case when jsonb_typeof(c.attributes -> ${name}) = ${typeof value} then ${compared} else false end)`;
}

/** Tags know no case, and a shorter one stands for all that begin with it. */
function speaks(locale: string): Condition {
  const tag = locale.toLowerCase();
  return sql<boolean>`(c.locale is not null and (lower(c.locale) = ${tag} or starts_with(lower(c.locale), ${`${tag}-`})))`;
}

function hasSaid({ channel, purpose, state }: ConsentTest, projectId: string): Condition {
  return sql<boolean>`(coalesce((select s.state from consent s
    where s.project_id = ${projectId} and s.contact_id = c.id and s.channel = ${channel} and s.purpose = ${purpose}
    order by s.at desc, s.state desc limit 1), 'unknown') = ${state})`;
}

function isInList(audienceId: string, projectId: string): Condition {
  return sql<boolean>`(exists (select from contact_address a
    join audience_address l on l.project_id = a.project_id and l.audience_id = ${audienceId}::uuid and l.kind = a.kind and l.address = a.address
    where a.project_id = ${projectId} and a.contact_id = c.id))`;
}
