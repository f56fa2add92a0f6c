import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@todoke/core";
import { putEmptyEmbeddedDatabase } from "@todoke/test-databases";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startChild } from "../testing/child-process.ts";
import { openDatabase } from "./open-database.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "todoke-embedded-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ignore = () => {};
const open = () => openDatabase({ kind: "embedded", folder }, ignore);

async function projects(): Promise<readonly unknown[]> {
  const database = await open();
  const { rows } = await sql`select id from project`.execute(database.connection);
  await database.close();
  return rows;
}

it("keeps what is finished, and serves one opener at a time", { timeout: 120_000 }, async () => {
  await putEmptyEmbeddedDatabase(folder);
  const first = await open();
  expect(first.soleProcess).toBe(true);
  await sql`insert into project (id, name) values ('kept', 'Kept')`.execute(first.connection);
  const refusal: unknown = await open().catch((error: unknown) => error);
  expect(ConfigurationError.is(refusal)).toBe(true);
  await first.close();
  expect(await projects()).toEqual([{ id: "default" }, { id: "kept" }]);
});

it("keeps what was committed when its process is killed while open", { timeout: 120_000 }, async () => {
  await putEmptyEmbeddedDatabase(folder);
  expect(await projects()).toEqual([{ id: "default" }]);
  const child = startChild("./open-folder.ts", folder);
  expect(await child.nextLine()).toBe("opening");
  expect(await child.nextLine()).toBe("open");
  await child.kill();
  expect(await projects()).toEqual([{ id: "default" }]);
});
