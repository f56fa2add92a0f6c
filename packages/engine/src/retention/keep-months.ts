import { monthAfter, monthAt } from "../calendar-month.ts";
import type { EngineContext } from "../engine-context.ts";
import { dropOldMessages } from "../store/drop-old-messages.ts";
import type { Worker } from "../work-loop.ts";
import type { KeptMonths } from "./retention.ts";

/**
 * Makes the tables of the month that comes, and drops what has been kept for long enough. Nothing that is still to be done
 * is dropped: a month with such is kept as a whole, and said so once.
 */
export function createMonthKeeper(context: EngineContext, kept: KeptMonths): Worker {
  const told = new Set<string>();
  return async () => {
    await context.months.look();
    if (kept.deliveries !== undefined) await dropDeliveries(context, kept.deliveries, told);
    return kept.messages === undefined ? 0 : dropMessages(context, kept.messages);
  };
}

async function dropDeliveries({ months, clock, log }: EngineContext, keptMonths: number, told: Set<string>): Promise<void> {
  const { dropped, refused } = await months.dropEnded(clock.now(), keptMonths);
  for (const month of dropped) log.info({ month: month.slice(0, 7) }, "the deliveries of a month were dropped");
  for (const month of refused) {
    if (told.has(month)) continue;
    told.add(month);
    log.warn({ month: month.slice(0, 7) }, "a month is kept for longer: messages of it are not completed, or calls not settled");
  }
}

/** Those whose deliveries are gone. Gives how many there were. */
async function dropMessages({ connection, months, clock }: EngineContext, keptMonths: number): Promise<number> {
  const firstKept = monthAfter(monthAt(clock.now()), -keptMonths);
  const oldest = await months.oldest();
  return dropOldMessages(connection, oldest === undefined || firstKept < oldest ? firstKept : oldest, messageLimit);
}

const messageLimit = 500;
