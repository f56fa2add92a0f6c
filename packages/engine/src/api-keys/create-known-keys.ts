import type { Kysely } from "kysely";
import type { EngineLog } from "../engine.ts";
import { gatherAll } from "../gathering.ts";
import { findLiveKeys, noteUse } from "../store/api-keys/find-live-keys.ts";
import { KnownKeys } from "./known-keys.ts";

/** The keys of a database, of which many are asked for together. */
export function createKnownKeys(connection: Kysely<unknown>, log: EngineLog): KnownKeys {
  const asking = gatherAll((ids: readonly string[]) => findLiveKeys(connection, ids));
  return new KnownKeys({
    find: (id) => asking.add(id),
    noteUse: (key) => noteUse(connection, key),
    onFailure: (error) => log.warn({ error }, "that a key was used could not be noted"),
  });
}
