import type { Kysely } from "kysely";
import type { Worker } from "../work-loop.ts";
import { dropEndedCounts, type CountCursor } from "../store/caps/drop-ended-counts.ts";

const sliceSize = 1_000;
const slicesEachTime = 10;

/** Walks through all counts, some thousand each time, and drops those that have ended. Nobody is in a hurry to be rid of them. */
export function createCountDropper(connection: Kysely<unknown>, projectId: string): Worker {
  let cursor: CountCursor | undefined;
  return async () => {
    for (let slice = 0; slice < slicesEachTime; slice += 1) {
      cursor = await dropEndedCounts(connection, projectId, cursor, sliceSize);
      if (cursor === undefined) break;
    }
    return 0;
  };
}
