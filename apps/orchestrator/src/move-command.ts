import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ConfigurationError } from "@todoke/core";
import { moveDatabase, nameDatabase, takeBackDatabase, type DatabaseSettings, type MoveProgress } from "@todoke/engine";
import { readDatabase } from "./configuration/database-settings.ts";
import type { Environment } from "./configuration/environment.ts";

const usage = `Usage: todoke-orchestrator move --to PLACE [--to-schema NAME] [--from PLACE] [--from-schema NAME]
       todoke-orchestrator move --take-back [--from PLACE] [--from-schema NAME]

Moves everything to another database while no service runs. What was cut off goes on when it is asked for again.

  --to PLACE        postgresql://… or a folder, empty
  --to-schema NAME  of PostgreSQL (default: todoke)
  --from PLACE      likewise (default: the database of the settings)
  --from-schema NAME
  --take-back       gives up a move that has not ended
  --help            this text

PGPASSWORD keeps a password out of the command.
`;

/** Where the command runs. */
export interface Terminal {
  readonly environment: Environment;
  readonly workingFolder: string;
  readonly write: (text: string) => void;
}

/** Moves a database, or takes it back, and tells how far it is. `args` are those behind the command's name. */
export async function runMoveCommand(args: readonly string[], { environment, workingFolder, write }: Terminal): Promise<void> {
  const values = parse(args);
  if (values.help === true) return write(usage);
  const from = values.from === undefined
    ? readDatabase(environment, workingFolder)
    : placeOf(values.from, values["from-schema"], workingFolder);
  if (values["take-back"] === true) {
    await takeBackDatabase(from);
    return write(`The service may be started on ${nameDatabase(from)} again. What came of the move is of no use.\n`);
  }
  if (values.to === undefined) throw new ConfigurationError("--to", "is missing: the database to move to");
  const to = placeOf(values.to, values["to-schema"], workingFolder);
  write(`Moving ${nameDatabase(from)} to ${nameDatabase(to)}\n`);
  const moved = await moveDatabase({ from, to, onProgress: createTeller(write) });
  const rows = moved.reduce((sum, table) => sum + table.rows, 0);
  write(`Both have the same ${count(rows)} rows in ${moved.length} tables. From now on start the service with ${settingsOf(to)}\n`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        from: { type: "string" },
        "from-schema": { type: "string" },
        to: { type: "string" },
        "to-schema": { type: "string" },
        "take-back": { type: "boolean" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new ConfigurationError("move", `${(error as Error).message}\n${usage}`);
  }
}

function placeOf(place: string, schema: string | undefined, workingFolder: string): DatabaseSettings {
  if (/^postgres(ql)?:\/\//.test(place)) return { kind: "postgresql", url: place, ...(schema !== undefined && { schema }) };
  return { kind: "embedded", folder: resolve(workingFolder, place) };
}

/** What is to be set for the service, without what the URL may hold of secrets. */
function settingsOf(to: DatabaseSettings): string {
  if (to.kind === "embedded") return `TODOKE_DATA_FOLDER=${to.folder}, and without DATABASE_URL`;
  return `DATABASE_URL=postgresql://…${to.schema === undefined ? "" : ` and DATABASE_SCHEMA=${to.schema}`}`;
}

/** A line for each table, and one every few seconds within a large one. */
function createTeller(write: (text: string) => void): (progress: MoveProgress) => void {
  let toldAt = performance.now();
  return ({ table, moved, rows }) => {
    if (moved < rows && performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    write(`${table}: ${count(moved)} of ${count(rows)}\n`);
  };
}

const tellEveryMs = 2_000;

function count(rows: number): string {
  return rows.toLocaleString("en");
}
