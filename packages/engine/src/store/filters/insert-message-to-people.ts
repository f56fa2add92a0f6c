import { InvalidRequestError } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { ContactFilter } from "../../filters/contact-filter.ts";
import { requirePeople } from "../../filters/filter-audience.ts";
import { inTransaction } from "../in-transaction.ts";
import { deliveryColumns, insertWithFirst, selectDeliveries, type InsertedMessage, type NewMessage } from "../insert-message.ts";
import { holdPeople } from "./filtered-people.ts";

/** Deliveries made by one statement: an embedded database holds the process up for a tenth of a second at most. */
const insertSize = 1_000;

/**
 * Writes a message with a delivery for everybody whom a filter finds, all or nothing and without reading them: as they were at
 * one moment. Throws `InvalidRequestError` when it finds nobody.
 */
export function insertMessageToPeople(
  database: Database,
  projectId: string,
  message: NewMessage,
  filter: ContactFilter,
): Promise<InsertedMessage & { readonly recipients: number }> {
  return inTransaction(database, async (transaction) => {
    const held = await holdPeople(transaction, projectId, filter);
    const recipients = requirePeople(held, message.deliveryTimeWindow);
    const problems = message.speed?.problemsWith(recipients) ?? [];
    if (problems.length > 0) throw new InvalidRequestError(problems);
    const inserted = await insertWithFirst(transaction, projectId, message, recipients, []);
    for (let from = 0; from < recipients; from += insertSize) {
      await sql`
        with clock as materialized (select todoke_now() as now)
        insert into delivery (${deliveryColumns})
        select ${selectDeliveries(projectId, message.id)} from clock, (${held.select(from, from + insertSize)}) r`.execute(transaction);
    }
    return { ...inserted, recipients };
  });
}
