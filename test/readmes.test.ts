import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSimulator, type Simulator } from "../packages/simulator/src/index.ts";
import { filesOf, textOf, workspaceFolder } from "./workspace.ts";

const run = promisify(execFile);

interface CodeBlock {
  readonly file: string;
  readonly language: string;
  /** Of the block's first line, from 1. */
  readonly line: number;
  readonly code: string;
}

const pages = [...filesOf("*.md"), ...filesOf("docs/**/*.md"), ...filesOf("{packages,apps,examples}/*/README.md"), ...filesOf("{bench,chaos}/README.md")];
const blocks = pages.flatMap(codeBlocks);

/** The budget that is raised on the page on HTTP, as the page on operating has it. */
const namedOnPages = { name: "outage-hourly", per: "hour", only: "failover", channels: ["sms"], sends: 500 };

/** What other endpoints than most answer. */
const successes: Readonly<Record<string, number>> = { "/v1/messages": 202, "/v1/messages/test": 202, "/v1/templates": 201, "/v1/api-keys": 201, "/v1/accounts": 201, "/v1/projects": 201, "/v1/projects/shop-b/api-keys": 201, "/v1/webhook-endpoints": 201, "/v1/triggers": 201, "/v1/audiences": 201 };

/** What makes something that a later request of the page may name. */
const makers: readonly string[] = ["/v1/messages", "/v1/audiences"];

/** What the reader of a page has in `$TODOKE_API_KEY`. */
const readersKey = "the-own-key-of-whoever-reads-the-pages";

/** What the reader of a page has at hand already. */
const readersOwn = `
declare const channelAccessToken: string, accountSid: string, authToken: string;
declare const applicationId: string, privateKey: string, signatureSecret: string;
declare const lineUserId: string, userId: string, itemKey: string, url: string;
declare const headers: Record<string, string>, body: Uint8Array, secret: string;
declare const request: import("@todoke/core").InboundRequest;
`;

describe("TypeScript on the pages", () => {
  const folder = join(workspaceFolder, "node_modules/.cache/readmes");

  test("compiles, each page as one program", async () => {
    await rm(folder, { recursive: true, force: true });
    const programs = Map.groupBy(blocks.filter(({ language }) => language === "ts"), ({ file }) => file);
    expect([...programs.keys()]).toContain("README.md");
    for (const [file, parts] of programs) await write(`${file}.ts`, programOf(parts));
    await write("readers-own.d.ts", readersOwn);
    await write("tsconfig.json", JSON.stringify({
      extends: join(workspaceFolder, "tsconfig.base.json"),
      compilerOptions: {
        noEmit: true,
        composite: false,
        declaration: false,
        declarationMap: false,
        rootDir: workspaceFolder,
        paths: {
          "@todoke/*": ["packages/*/dist/index.d.ts", "apps/*/dist/index.d.ts"].map((path) => join(workspaceFolder, path)),
          "@todoke/adapter-kit/*": [join(workspaceFolder, "packages/adapter-kit/dist/*.d.ts")],
          standardwebhooks: [join(workspaceFolder, "packages/engine/node_modules/standardwebhooks/dist/index.d.ts")],
        },
      },
      include: ["**/*.ts"],
    }));
    const { stdout } = await run(join(workspaceFolder, "node_modules/.bin/tsc"), ["-p", folder, "--pretty", "false"]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
  });

  async function write(file: string, text: string): Promise<void> {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
});

test("JSON on the pages is JSON", () => {
  const documents = blocks.filter(({ language }) => language === "json");
  expect(documents.length).toBeGreaterThan(0);
  for (const { file, line, code } of documents) expect(() => JSON.parse(code), `${file}:${line}`).not.toThrow();
});

test("links between the pages lead somewhere", () => {
  const broken = pages.flatMap((page) => {
    const links = Array.from(textOf(page).matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!);
    return links.filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, target)).map((target) => `${page}: ${target}`);
  });
  expect(broken).toEqual([]);
});

describe("requests on the pages", () => {
  let folder: string;
  let simulator: Simulator;
  let service: ChildProcess;
  let address: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "todoke-pages-"));
    simulator = await startSimulator({ people: [] });
    await writeFile(join(folder, "todoke.config.json"), JSON.stringify({ budgets: [namedOnPages] }));
    service = spawn(process.execPath, [join(workspaceFolder, "apps/orchestrator/dist/main.js")], {
      cwd: folder,
      env: { PORT: "0", TODOKE_API_KEY: readersKey, TODOKE_SECRETS_KEY: Buffer.alloc(32).toString("base64"), ...simulatedAccounts(simulator.url) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    address = await addressOf(service);
  }, 120_000);

  afterAll(async () => {
    const ended = new Promise((resolve) => service.once("exit", resolve));
    service.kill("SIGTERM");
    await ended;
    await simulator.close();
    await rm(folder, { recursive: true });
  });

  const requests = blocks.filter(({ language }) => language === "sh").flatMap(requestsOf);

  test("there is one on the first page", () => {
    expect(requests.map(({ file }) => file)).toContain("README.md");
  });

  /** By page, the message or audience that was made last: `$ID` in a later request. */
  const made = new Map<string, string>();

  test.each(requests.map((request) => [`${request.file}:${request.line}`, request] as const))("%s is accepted by the service", async (_place, { file, path, request }) => {
    const send = () => fetch(address + path.replace("$ID", made.get(file) ?? ""), request);
    const answer = await send();
    const text = await answer.text();
    expect([answer.status, text]).toEqual([successes[path] ?? 200, expect.any(String)]);
    if (makers.includes(path)) made.set(file, (JSON.parse(text) as { id: string }).id);
    if (request.headers["Idempotency-Key"] === undefined) return;
    const again = await send();
    expect([again.status, await again.text(), again.headers.get("idempotent-replayed")]).toEqual([answer.status, text, "true"]);
  });
});

function codeBlocks(file: string): readonly CodeBlock[] {
  return Array.from(textOf(file).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm), (match) => ({
    file,
    language: match[1]!,
    line: textOf(file).slice(0, match.index).split("\n").length + 1,
    code: match[2]!,
  }));
}

/** The blocks of one page at the lines where the page has them, so that the compiler's complaints point there. */
function programOf(parts: readonly CodeBlock[]): string {
  return parts.reduce((program, { line, code }) => program + "\n".repeat(line - program.split("\n").length) + code, "") + "export {};\n";
}

function requestsOf({ file, line, code }: CodeBlock) {
  return Array.from(code.matchAll(/curl (?:-X ([A-Z]+) )?\S*?localhost:\d+([^\s"]+)"?((?: -H (?:'[^']*'|"[^"]*"))+) (?:-d|--data-binary) '([^']*)'/g), ([, method = "POST", path, headers, body]) => ({
    file,
    line,
    path: path!,
    request: {
      method,
      headers: Object.fromEntries(Array.from(headers!.matchAll(/(['"])(.*?): (.*?)\1/g), ([, , name, value]) => [name!, value!.replace("$TODOKE_API_KEY", readersKey)])),
      body: body!,
    },
  }));
}

function leadsSomewhere(page: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(workspaceFolder, file))) return false;
  return anchor === undefined || anchorsOf(file).includes(anchor);
}

/** As hosts of repositories make them from headings. */
function anchorsOf(file: string): readonly string[] {
  return Array.from(textOf(file).matchAll(/^#+ (.*)$/gm), ([, heading]) =>
    heading!.toLowerCase().replace(/[^\p{L}\p{N} -]/gu, "").replaceAll(" ", "-"));
}

function simulatedAccounts(url: string): Record<string, string> {
  return {
    LINE_API_BASE_URL: url,
    LINE_CHANNEL_ACCESS_TOKEN: "line-token",
    LINE_CHANNEL_SECRET: "line-secret",
    LINE_NOTIFICATION: "true",
    TWILIO_API_BASE_URL: url,
    TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
    TWILIO_AUTH_TOKEN: "twilio-token",
    TWILIO_FROM: "+815000000000",
  };
}

/** Where the service says that it listens, in its log. */
async function addressOf(service: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: service.stdout! })) {
    const found = /Todoke listens at (http:\S+?)"/.exec(line);
    if (found !== null) {
      service.stdout!.resume();
      return found[1]!;
    }
  }
  throw new Error("the service ended without listening");
}
