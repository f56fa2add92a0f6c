import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ConfigurationError } from "@todoke/core";

/** A folder that belongs to this process until `release`. */
export interface FolderLock {
  release(): void;
}

/** What is not referenced is closed by the garbage collector, and a closed lock file holds nobody off. */
const held = new Set<DatabaseSync>();

/**
 * Takes the folder for this process, or throws `ConfigurationError` and says who holds it. The lock is the operating
 * system's own (through SQLite's file locking), so it ends with its holder however that dies and is never stolen: two
 * processes on one embedded database destroy it.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const holderPath = join(folder, "holder.json");
  const lock = new DatabaseSync(join(folder, "lock"));
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw heldByAnother(folder, holderPath, cause);
  }
  held.add(lock);
  writeFileSync(holderPath, JSON.stringify({ processId: process.pid, since: new Date().toISOString() }));
  return {
    release() {
      rmSync(holderPath, { force: true });
      held.delete(lock);
      lock.close();
    },
  };
}

function heldByAnother(folder: string, holderPath: string, cause: unknown): ConfigurationError {
  const error = new ConfigurationError(
    "data folder",
    `${folder} is in use by ${describeHolder(holderPath)}. An embedded database serves one process: stop that one, ` +
      "choose another folder, or use PostgreSQL to run several.",
  );
  error.cause = cause;
  return error;
}

function describeHolder(holderPath: string): string {
  try {
    const holder = JSON.parse(readFileSync(holderPath, "utf8")) as { processId?: number; since?: string };
    return `process ${holder.processId} since ${holder.since}`;
  } catch {
    return "another process";
  }
}
