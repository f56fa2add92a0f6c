import { ConfigurationError } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { sleep } from "../surroundings.ts";
import type { Side } from "./with-side.ts";

/** A process that is there says so every other second: who was silent for so long is gone, in milliseconds. */
const silenceMs = 10_000;
const lookEveryMs = 250;

/**
 * Waits until nobody has worked on the database for ten seconds, by its own clock. Throws `ConfigurationError` as soon as
 * somebody says that it is there, and where nobody ever was.
 */
export async function waitUntilQuiet({ session, name, isAlone }: Side): Promise<void> {
  const first = await readLastSign(session);
  if (first === undefined) throw new ConfigurationError("database", `no service has ever worked on ${name}: there is nothing to move`);
  for (let last = first; !last.isOld && !isAlone; ) {
    await sleep(lookEveryMs);
    last = (await readLastSign(session))!;
    if (last.at !== first.at) throw new ConfigurationError("database", `a process works on ${name}: stop all of them first`);
  }
}

interface Sign {
  readonly at: string;
  readonly isOld: boolean;
}

async function readLastSign(database: Database): Promise<Sign | undefined> {
  const { rows } = await sql<Sign>`
    select heard_at::text as at, heard_at < todoke_now() - ${silenceMs} * interval '1 millisecond' as "isOld"
    from hearing order by heard_at desc limit 1`.execute(database);
  return rows[0];
}
