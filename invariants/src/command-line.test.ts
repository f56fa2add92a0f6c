import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readOptions } from "./command-line.ts";
import type { LedgerRecord } from "./log-records.ts";
import { openRows } from "./rows/open-rows.ts";
import { push } from "./testing/sound-records.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "todoke-invariants-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("reads a command", () => {
  const args = ["--database", "postgresql://localhost/x", "--schema", "s", "--rate", "push=2000/1000", "--rate", "line:multicast=200/1000"];
  expect(readOptions([...args, "--over", "--overdue-after", "30"])).toEqual({
    place: { url: "postgresql://localhost/x", schema: "s" },
    logs: {},
    settings: {
      isOver: true,
      overdueAfterMs: 30_000,
      rates: [
        { endpoint: "push", requests: 2_000, perMs: 1_000 },
        { accountId: "line", endpoint: "multicast", requests: 200, perMs: 1_000 },
      ],
    },
  });
  expect(readOptions(["--help"])).toBeUndefined();
});

it.each([
  [[], /--database is missing/],
  [["--database", "x", "--rate", "fast"], /--rate fast is not of the form/],
  [["--database", "x", "--slack", "soon"], /soon is not a number/],
  [["--database", "x", "--loud"], /loud/],
  [["--database", "x", "--ledger", "nowhere.ndjson"], /nowhere.ndjson is not there/],
])("refuses %j", (args, why) => {
  expect(() => readOptions(args)).toThrow(why);
});

it("reads a ledger again and again, without the line that was being written when its process died", async () => {
  const ledger = ledgerOf(`${JSON.stringify(push(1, "a"))}\n${JSON.stringify(push(2, "b"))}\n{"sequence":3,"at":"20`);
  expect((await all(ledger)).map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(await all(ledger)).toHaveLength(2);
});

it("names the line of a log that it cannot read", async () => {
  await expect(all(ledgerOf(`${JSON.stringify(push(1, "a"))}\nnonsense\n{}\n`))).rejects.toThrow(/line 2 is not JSON/);
  await expect(all(ledgerOf(`{"sequence":1,"at":"x","to":[]}\n`))).rejects.toThrow(/line 1 lacks endpoint, providerMessageIds/);
});

it("says where there is no database", async () => {
  await expect(openRows({ dataFolder: folder })).rejects.toThrow(/holds no database/);
});

function ledgerOf(text: string): AsyncIterable<LedgerRecord> {
  const path = join(folder, "ledger.ndjson");
  writeFileSync(path, text);
  return readOptions(["--database", "x", "--ledger", path])!.logs.ledger as AsyncIterable<LedgerRecord>;
}

async function all(log: AsyncIterable<LedgerRecord>): Promise<readonly LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  for await (const record of log) records.push(record);
  return records;
}
