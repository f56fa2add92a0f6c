import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { administer, isPostgresqlThere, postgresqlUrl } from "@todoke/test-databases";
import { expect, it, onTestFinished } from "vitest";
import { composeOrchestrator } from "./compose.ts";
import { readConfiguration } from "./config.ts";
import { runMoveCommand } from "./move-command.ts";
import { startUpFailure } from "./start-up-failure.ts";
import { get, post } from "./testing/call-service.ts";
import { startService } from "./testing/start-service.ts";
import { testKey } from "./testing/test-key.ts";

const schema = `todoke_move_${randomUUID().slice(0, 8)}`;

/** PostgreSQL where one answers, else another folder: as the command is told, and as the service is. */
function newPlace(folder: string) {
  if (!isPostgresqlThere) return { args: ["--to", join(folder, "other")], environment: { TODOKE_DATA_FOLDER: join(folder, "other") } };
  onTestFinished(() => administer(`drop schema if exists ${schema} cascade`));
  return { args: ["--to", postgresqlUrl, "--to-schema", schema], environment: { DATABASE_URL: postgresqlUrl, DATABASE_SCHEMA: schema } };
}

async function runMove(args: readonly string[], folder: string): Promise<string> {
  let text = "";
  await runMoveCommand(args, { environment: { TODOKE_DATA_FOLDER: folder }, workingFolder: "/", write: (part) => (text += part) });
  return text;
}

it("moves what the service has to another database, tells each table, and lets it start there alone", { timeout: 60_000 }, async () => {
  const service = await startService();
  onTestFinished(() => service.close());
  const posted = await post(service.url, "/v1/messages", { to: [{ addresses: { phone: "+819012345678" } }], text: "hello", sendAt: new Date(Date.now() + 3_600_000).toISOString() });
  expect(posted.status).toBe(202);
  await service.stop();
  const place = newPlace(service.dataFolder);

  const said = await runMove(place.args, service.dataFolder);
  expect(said).toContain(`Moving ${service.dataFolder} to `);
  expect(said).toMatch(/\ndelivery: 1 of 1\n/);
  expect(said).toMatch(/Both have the same [0-9]+ rows in [0-9]+ tables\. From now on start the service with /);
  expect(said).not.toContain(new URL(postgresqlUrl).username + "@");

  expect(await service.restart().then(() => "it started", startUpFailure)).toMatch(/^database: was moved to .*: use it there$/);
  const moved = await composeOrchestrator(readConfiguration({ PORT: "0", LOG_LEVEL: "silent", TODOKE_API_KEY: testKey, ...place.environment }, service.dataFolder));
  onTestFinished(() => moved.stop());
  const { id } = posted.body as { id: string };
  expect(await get(await moved.start(), `/v1/messages/${id}`)).toMatchObject({ status: 200, body: { id, status: "scheduled" } });
});

it.each([
  ["without a place to move to", [], /^--to: is missing/],
  ["with an option that it does not have", ["--too", "here"], /^move: Unknown option '--too'[^]*Usage: /],
  ["from a folder that holds nothing", ["--to", "other"], /^database: there is none in \/nowhere$/],
  ["of a database that is not being moved", ["--take-back"], /^database: there is none in \/nowhere$/],
])("refuses a move %s", async (_what, args, expected) => {
  expect(await runMove(args, "/nowhere").then(() => "it moved", startUpFailure)).toMatch(expected);
});

it("shows how it is used", async () => {
  expect(await runMove(["--help"], "/nowhere")).toContain("Usage: todoke-orchestrator move --to PLACE");
});
