import { monthAfter, monthAt } from "../calendar-month.ts";
import type { EngineContext } from "../engine-context.ts";
import { dropOldMessages } from "../store/drop-old-messages.ts";
import { dropOldPosts } from "../store/webhooks/drop-old-posts.ts";
import type { Worker } from "../work-loop.ts";
import type { KeptMonths } from "./retention.ts";

type MonthParts = Pick<EngineContext, "connection" | "months" | "clock" | "log">;

/**
 * Makes the tables of the month that comes, and drops what has been kept for long enough. Nothing that is still to be done
 * is dropped: a month with such is kept as a whole, and said so once.
 */
export function createMonthKeeper(parts: MonthParts, kept: KeptMonths): Worker {
  const told = new Set<string>();
  return async () => {
    await parts.months.look();
    if (kept.deliveries !== undefined) {
      await dropDeliveries(parts, kept.deliveries, told);
      await dropPosts(parts);
    }
    return kept.messages === undefined ? 0 : dropMessages(parts, kept.messages);
  };
}

async function dropDeliveries({ months, clock, log }: MonthParts, keptMonths: number, told: Set<string>): Promise<void> {
  const { dropped, refused } = await months.dropEnded(clock.now(), keptMonths);
  for (const month of dropped) log.info({ month: month.slice(0, 7) }, "the deliveries of a month were dropped");
  for (const month of refused) {
    if (told.has(month)) continue;
    told.add(month);
    log.warn({ month: month.slice(0, 7) }, "a month is kept for longer: messages of it are not completed, or calls not settled");
  }
}

/** What was given up of months whose reports are gone. */
async function dropPosts({ connection, months }: MonthParts): Promise<void> {
  const oldest = await months.oldest();
  if (oldest !== undefined) await dropOldPosts(connection, oldest, postLimit);
}

const postLimit = 5_000;

/** Those whose deliveries are gone. Gives how many there were. */
async function dropMessages({ connection, months, clock }: MonthParts, keptMonths: number): Promise<number> {
  const firstKept = monthAfter(monthAt(clock.now()), -keptMonths);
  const oldest = await months.oldest();
  return dropOldMessages(connection, oldest === undefined || firstKept < oldest ? firstKept : oldest, messageLimit);
}

const messageLimit = 500;
