import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { readChildSettings } from "./child-settings.ts";

/** What the server is told when it starts. */
export interface BareInsertSettings {
  readonly databaseUrl: string;
  readonly connections: number;
}

/** The little of Fastify that a handler with one statement needs. */
interface BareServer {
  post(path: string, handler: (request: { readonly body: unknown }, reply: BareReply) => Promise<unknown>): void;
  listen(options: { readonly host: string; readonly port: number }): Promise<string>;
}

interface BareReply {
  code(status: number): BareReply;
}

const { databaseUrl, connections } = readChildSettings<BareInsertSettings>();
const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
await pool.query("create table accepted (id uuid primary key default gen_random_uuid(), body jsonb not null)");

const server = await createFastify();
server.post("/v1/messages", async (request, reply) => {
  const { rows } = await pool.query<{ id: string }>("insert into accepted (body) values ($1) returning id", [request.body]);
  reply.code(202);
  return { id: rows[0]?.id, status: "sending" };
});
const url = await server.listen({ host: "127.0.0.1", port: 0 });
process.on("disconnect", () => process.exit());
process.send?.(url);

/** The very Fastify that the orchestrator runs on, so that both are measured on the same version. */
async function createFastify(): Promise<BareServer> {
  const path = createRequire(import.meta.resolve("@todoke/orchestrator")).resolve("fastify");
  const { fastify } = (await import(pathToFileURL(path).href)) as { fastify: () => BareServer };
  return fastify();
}
