import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startSimulator } from "./start-simulator.ts";
import { friend, lineCast } from "./testing/cast.ts";
import { hello, postToLine, pushPath } from "./testing/line-request.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "todoke-ledger-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what was accepted is in the file when the answer arrives, and a restart continues the file", async () => {
  const ledgerPath = join(folder, "ledger.ndjson");
  const body = JSON.stringify({ to: friend, messages: [hello] });
  for (let run = 1; run <= 2; run++) {
    const simulator = await startSimulator({ people: lineCast, ledgerPath });
    await postToLine(simulator, pushPath, body);
    const lines = (await readFile(ledgerPath, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(simulator.ledger());
    await simulator.close();
    expect(lines).toHaveLength(run);
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
      sequence: run,
      payloadHash: createHash("sha256").update(body).digest("hex"),
    });
  }
});

test("the ledger is dated by the simulator's clock", async () => {
  const simulator = await startSimulator({ people: lineCast });
  simulator.advanceClock(365 * 24 * 3_600_000);
  await postToLine(simulator, pushPath, { to: friend, messages: [hello] });
  const [entry] = simulator.ledger();
  await simulator.close();

  expect(Date.parse(entry?.at ?? "")).toBeGreaterThan(Date.now() + 364 * 24 * 3_600_000);
});
