import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkInvariants, openRows, readRecords, type InvariantReport, type PlaceOfRows } from "@todoke/invariants";
import { administer, administerEmbedded, postgresqlUrl, putEmbeddedDatabase } from "@todoke/test-databases";
import type { EngineCopy } from "./plant.ts";
import type { Scenario } from "./scenario.ts";
import { LogFiles } from "./stage/log-files.ts";
import type { PhaseOrder, StageDatabase } from "./stage/order.ts";

/** Plays a scenario with this engine on a database of its own, and holds the promises against what it left. */
export async function playScenario(scenario: Scenario, engine: EngineCopy): Promise<InvariantReport> {
  const folder = mkdtempSync(join(tmpdir(), "todoke-scenario-"));
  const database: StageDatabase =
    scenario.database === "postgresql"
      ? { kind: "postgresql", url: postgresqlUrl, schema: `todoke_planted_${randomUUID().replaceAll("-", "")}` }
      : { kind: "embedded", folder };
  const logs = join(folder, "logs");
  mkdirSync(logs);
  try {
    if (database.kind === "embedded") await putEmbeddedDatabase(folder);
    let order: PhaseOrder = { engine: engine.folder, scenario: scenario.name, phase: 0, database, logs, clockAheadMs: 0 };
    for (const [phase, { clockAheadMs = order.clockAheadMs, ...how }] of scenario.phases.entries()) {
      order = { ...order, phase, clockAheadMs };
      if (clockAheadMs !== 0) await administerEmbedded(folder, `update clock_offset set milliseconds = ${clockAheadMs}`);
      if (how.atEndOfValidity === true) order = { ...order, clockStandsAt: await stopClockAtEnd(folder) };
      await playPhase(scenario, order, how.isKilled ?? false);
    }
    return await check(scenario, placeOf(database), new LogFiles(logs));
  } finally {
    if (database.kind === "postgresql") await administer(`drop schema if exists ${database.schema} cascade`);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playPhase(scenario: Scenario, order: PhaseOrder, isKilled: boolean): Promise<void> {
  const script = fileURLToPath(new URL("play-phase.ts", import.meta.url));
  const child = spawn(process.execPath, ["--conditions=@todoke/source", "--no-warnings", script, JSON.stringify(order)], {
    stdio: ["ignore", "inherit", "pipe"],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "todoke-compiled") },
  });
  let complaints = "";
  child.stderr.on("data", (text: Buffer) => (complaints += text.toString()));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  const hasEnded = isKilled ? signal === "SIGKILL" : code === 0;
  if (hasEnded) return;
  throw new Error(`phase ${order.phase + 1} of ${scenario.name} ended with ${signal ?? code}${isKilled ? " and not by SIGKILL" : ""}\n${complaints}`);
}

/** Gives the moment, to the millisecond, like the engine sees it. */
async function stopClockAtEnd(folder: string): Promise<string> {
  const rows = await openRows({ dataFolder: folder });
  const [row] = await rows.query<{ end: Date }>('select max(valid_until) as "end" from message');
  await rows.close();
  const moment = row!.end.toISOString();
  await administerEmbedded(
    folder,
    `create or replace function todoke_now() returns timestamptz language sql stable as $$ select timestamptz '${moment}' $$`,
  );
  return moment;
}

async function check(scenario: Scenario, place: PlaceOfRows, logs: LogFiles): Promise<InvariantReport> {
  const rows = await openRows(place);
  try {
    const [ledger, client, callbacks, reports] = [logs.ledger.read(), logs.client.read(), logs.callbacks.read(), logs.reports.read()];
    // Where nobody receives reports nothing is told.
    const told = reports.length === 0 ? {} : { reports };
    return await checkInvariants(await readRecords(rows, { ledger, client, callbacks, ...told }), scenario.settings);
  } finally {
    await rows.close();
  }
}

function placeOf(database: StageDatabase): PlaceOfRows {
  return database.kind === "embedded" ? { dataFolder: database.folder } : { url: database.url, schema: database.schema };
}
