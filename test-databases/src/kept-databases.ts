import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PGlite } from "@electric-sql/pglite";

/*
 * Making a database takes ten seconds of processor time, its tables half a one, copying both a tenth of one. So each is
 * made once and kept between runs, for as long as what it was made by is the same.
 */

/** Where a database without tables is kept. */
export function emptyDatabase(): Promise<string> {
  return (empty ??= keep("empty", [pgliteManifest()], async (folder) => {
    const pglite = new PGlite(join(folder, "database"));
    await pglite.waitReady;
    await pglite.close();
  }));
}

/** Where a database with the tables of the engine's sources is kept. */
export function migratedDatabase(): Promise<string> {
  return (migrated ??= keep("migrated", [pgliteManifest(), ...databaseSources()], async (folder) => {
    cpSync(await emptyDatabase(), join(folder, "database"), { recursive: true });
    // By the engine itself, in a process of its own: this package comes before the engine's and cannot import it.
    const migrate = join(engine, "src/testing/migrate-folder.ts");
    await promisify(execFile)(process.execPath, ["--conditions=@todoke/source", "--no-warnings", migrate, folder]);
  }));
}

let empty: Promise<string> | undefined;
let migrated: Promise<string> | undefined;

const engine = fileURLToPath(new URL("../../packages/engine", import.meta.url));

function pgliteManifest(): string {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  return readFileSync(join(dirname(entry), "../package.json"), "utf8");
}

function databaseSources(): readonly string[] {
  const paths = globSync("src/database/**/*.ts", { cwd: engine, exclude: ["**/*.test.ts"] }).toSorted();
  return paths.map((path) => `${path}\n${readFileSync(join(engine, path), "utf8")}`);
}

async function keep(name: string, madeBy: readonly string[], make: (folder: string) => Promise<void>): Promise<string> {
  const key = createHash("sha256").update(madeBy.join("\0")).digest("hex").slice(0, 16);
  const kept = join(tmpdir(), `todoke-${name}-database-${key}`);
  if (existsSync(kept)) return kept;
  const folder = mkdtempSync(join(tmpdir(), `todoke-${name}-`));
  try {
    await make(folder);
    renameSync(join(folder, "database"), kept);
  } catch (error) {
    // Somebody else was quicker.
    if (!existsSync(kept)) throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return kept;
}
