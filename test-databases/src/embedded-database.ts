import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";

/**
 * Puts a database without tables into a data folder of the engine's. Making one takes seconds of processor time, copying
 * it a tenth of one: the first is kept between runs, for as long as the same PGlite makes it.
 */
export async function putEmptyEmbeddedDatabase(folder: string): Promise<void> {
  cpSync(await keptDatabase(), join(folder, "database"), { recursive: true });
}

/** Runs one statement in the database of a data folder of the engine's that nobody has open. */
export async function administerEmbedded(folder: string, statement: string): Promise<void> {
  const pglite = new PGlite(join(folder, "database"));
  try {
    await pglite.exec(statement);
  } finally {
    await pglite.close();
  }
}

async function keptDatabase(): Promise<string> {
  const maker = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const kept = join(tmpdir(), `todoke-empty-database-${createHash("sha256").update(maker).digest("hex").slice(0, 16)}`);
  if (existsSync(kept)) return kept;
  const folder = mkdtempSync(join(tmpdir(), "todoke-empty-"));
  const made = join(folder, "database");
  const pglite = new PGlite(made);
  await pglite.waitReady;
  await pglite.close();
  try {
    renameSync(made, kept);
  } catch (error) {
    // Somebody else was quicker.
    if (!existsSync(kept)) throw error;
  }
  rmSync(folder, { recursive: true, force: true });
  return kept;
}
