import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase, type OpenDatabase } from "../database/open-database.ts";
import { testDatabases, type CreatedDatabase } from "../testing/test-databases.ts";
import { signsOfWork } from "./projects/find-due-projects.ts";

const store = fileURLToPath(new URL(".", import.meta.url));

/** Statements that are for all projects at once, each with how it keeps them apart. */
const forAllProjects: Readonly<Record<string, string>> = {
  "api-keys/find-live-keys.ts": "a key tells its project",
  "accounts/account-revisions.ts": "gives each project its own",
  "release-claims.ts": "lets go of whatever a dead process had claimed",
  "release-leases.ts": "lets go of whatever a dead process had claimed",
  "reply-tokens.ts": "drops dead tokens, each by its project",
  "keyed-answers/drop-old-answers.ts": "drops old answers, each by its project",
  "webhooks/drop-old-posts.ts": "drops old posts, each by its project",
  "drop-old-messages.ts": "goes from project to project",
  "projects/read-projects.ts": "is about the projects themselves",
  "hearing.ts": "forgets deaf times, which are of processes",
};

/** Every template of SQL in the store, whole, with what is set into it. */
function statementsOf(file: string): readonly string[] {
  const text = readFileSync(join(store, file), "utf8");
  const found: string[] = [];
  for (let at = text.indexOf("sql"); at !== -1; at = text.indexOf("sql", at + 3)) {
    const [opening] = /^sql(<[^`;]*?>)?`/.exec(text.slice(at)) ?? [];
    if (opening === undefined) continue;
    const end = endOfTemplate(text, at + opening.length);
    found.push(text.slice(at + opening.length, end));
    at = end;
  }
  return found;
}

/** Names of conditions in a file that say which project. */
function fragmentsOf(file: string): readonly string[] {
  return [...readFileSync(join(store, file), "utf8").matchAll(/const (\w+) = sql`(?:\w\.)?project_id = \$\{projectId\}/g)].map((match) => match[1]!);
}

function endOfTemplate(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text.startsWith("${", at)) depth += 1;
    else if (text[at] === "}" && depth > 0) depth -= 1;
    else if (text[at] === "`" && depth === 0) return at;
    else if (text[at] === "`") at = endOfTemplate(text, at + 1);
  }
  return text.length;
}

describe.each(testDatabases.slice(0, 1))("the store, by the tables of $name", (database) => {
  let created: CreatedDatabase;
  let open: OpenDatabase;
  let tables: readonly string[];
  beforeAll(async () => {
    created = await database.create();
    open = await openDatabase(created.settings, () => undefined);
    const { rows } = await sql<{ name: string }>`select distinct table_name as name from information_schema.columns
      where table_schema = current_schema() and column_name = 'project_id' and table_name !~ '_[0-9]{4}_[0-9]{2}$'`.execute(open.connection);
    tables = rows.map(({ name }) => name);
  });
  afterAll(async () => {
    await open.close();
    await created.drop();
  });

  it("says of every table that belongs to projects whose rows it means", () => {
    expect(tables.length).toBeGreaterThan(30);
    const files = readdirSync(store, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
    const loose = files.filter((file) => !(file in forAllProjects)).flatMap((file) => {
      const fragments = fragmentsOf(file);
      return statementsOf(file).flatMap((statement) => looseTables(statement, fragments).map((table) => `${file}: ${table}`));
    });
    expect(loose).toEqual([]);
  });

  /** Tables that a statement reads or writes more often than it names a project. */
  function looseTables(statement: string, fragments: readonly string[]): readonly string[] {
    const named = [...statement.matchAll(/\b(?:from|join|update|into|using)\s+(?:only\s+)?(\w+)/g)].map((match) => match[1]!).filter((name) => tables.includes(name));
    const bound = statement.match(new RegExp(["project_id", "projectId", "isLane", ...fragments.map((name) => `\\$\\{${name}\\}`)].join("|"), "g"))?.length ?? 0;
    return bound >= named.length ? [] : named;
  }

  it("looks at every table in which something may come due for a project at rest", async () => {
    const { rows } = await sql<{ name: string }>`select distinct table_name as name from information_schema.columns
      where table_schema = current_schema() and column_name in ('due_at', 'release_at') and table_name !~ '_[0-9]{4}_[0-9]{2}$'`.execute(open.connection);
    // Allowances are asked for while there is something to send.
    const awaited = rows.map(({ name }) => name).filter((name) => name !== "account_quota");
    expect(awaited.filter((name) => !signsOfWork.some(([table]) => table === name))).toEqual([]);
  });
});
