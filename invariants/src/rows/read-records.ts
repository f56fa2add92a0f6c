import type { Records, Source } from "../records.ts";
import type { Rows } from "./open-rows.ts";
import { toAttempt, toChunk, toDelivery, toEvidence, toInboundEvent, toMessage } from "./row-shapes.ts";
import { tables, type Table } from "./tables.ts";

/** What others wrote down. */
export type Logs = Pick<Records, "ledger" | "client" | "callbacks" | "reports">;

/**
 * Everything in the database, a page at a time whenever it is read, with the logs beside it. `rows` must go on showing
 * one moment: a transaction, or a database that nobody writes to.
 */
export async function readRecords(rows: Rows, logs: Logs = {}): Promise<Records> {
  const [clock] = await rows.query<{ now: Date }>("select todoke_now() as now");
  return {
    readAt: clock!.now,
    messages: paged(rows, tables.message, toMessage),
    deliveries: paged(rows, tables.delivery, toDelivery),
    chunks: paged(rows, tables.chunk, toChunk),
    attempts: paged(rows, tables.attempt, toAttempt),
    evidence: paged(rows, tables.evidence, toEvidence),
    inboundEvents: paged(rows, tables.inboundEvent, toInboundEvent),
    ...logs,
  };
}

const pageSize = 5_000;

/** Pages follow on the key of the last row, so that each costs the same. */
function paged<Row extends object, Item>(rows: Rows, table: Table<Row>, toItem: (row: Row) => Item): Source<Item> {
  return {
    async *[Symbol.asyncIterator]() {
      for (let last: Row | undefined; ; ) {
        const page: readonly Row[] = await rows.query<Row>(...table.page(last, pageSize));
        for (const row of page) yield toItem(row);
        if (page.length < pageSize) return;
        last = page.at(-1);
      }
    },
  };
}
