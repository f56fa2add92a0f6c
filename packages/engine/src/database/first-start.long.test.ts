import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startChild } from "../testing/child-process.ts";
import { openDatabase } from "./open-database.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "todoke-embedded-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function projects(): Promise<readonly unknown[]> {
  const database = await openDatabase({ kind: "embedded", folder }, () => {});
  const { rows } = await sql`select id from project`.execute(database.connection);
  await database.close();
  return rows;
}

/** Milliseconds into the very first start; making a database takes one to many seconds. */
const killDelaysMs = [30, 200, 500, 900, 1_400, 2_000, 2_700];

/** What no database could be opened from. */
function leaveUnfinished(): void {
  mkdirSync(join(folder, "database.unfinished", "base"), { recursive: true });
  writeFileSync(join(folder, "database.unfinished", "PG_VERSION"), "garbage");
}

it("survives being killed at any moment of the very first start, and discards what that left", { timeout: 120_000 }, async () => {
  leaveUnfinished();
  let killedUnfinished = 0;
  for (const delayMs of killDelaysMs) {
    const child = startChild("./open-folder.ts", folder);
    expect(await child.nextLine()).toBe("opening");
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    await child.kill();
    if (!existsSync(join(folder, "database"))) killedUnfinished += 1;
  }
  expect(killedUnfinished).toBeGreaterThan(0);
  expect(await projects()).toEqual([{ id: "default" }]);
  expect(existsSync(join(folder, "database.unfinished"))).toBe(false);
});
