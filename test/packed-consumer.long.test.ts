import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSimulator, type Simulator } from "../packages/simulator/src/index.ts";
import { providerFake } from "../packages/sms-vonage/src/simulator/provider-fake.ts";
import { npm, packInto } from "./tarballs.ts";
import { textOf, workspaceFolder } from "./workspace.ts";

const run = promisify(execFile);

const published = ["core", "line", "sms-core", "sms-http", "sms-twilio", "sms-vonage"] as const;

/** What somebody who wants a channel must never be given. */
const unwanted = ["inversify", "reflect-metadata", "class-validator", "kysely", "@electric-sql/pglite", "pg", "fastify"];

const consumer = `
import { createLine } from "@todoke/line";
import { createHttpSms } from "@todoke/sms-http";
import { createTwilioSms, type SmsReceipt } from "@todoke/sms-twilio";
import { createVonageSms } from "@todoke/sms-vonage";

const [apiBaseUrl = "", lineUserId = "", phone = ""] = process.argv.slice(2);
const line = createLine({ channelAccessToken: "line-token", apiBaseUrl });
const push = await line.send({ to: lineUserId, content: "Your table is ready." });
await line.close();

const sms = createTwilioSms({ accountSid: "AC" + "0".repeat(32), authToken: "twilio-token", from: "+815000000000", apiBaseUrl });
const receipt: SmsReceipt = await sms.send({ to: phone, content: { type: "text", text: "Your table is ready." } });
await sms.close();

// Twilio as a carrier that nobody wrote code for.
const carrier = createHttpSms({
  request: {
    url: apiBaseUrl + "/2010-04-01/Accounts/AC" + "0".repeat(32) + "/Messages.json",
    basicAuth: { username: "AC" + "0".repeat(32), password: "twilio-token" },
    body: { form: { To: "{{to}}", From: "{{from}}", Body: "{{text}}" } },
  },
  from: "+815000000000",
  answer: { accepted: { statuses: [201] }, messageId: "sid", code: "code", errors: { "21211": "recipient" } },
});
const described = await carrier.send({ to: phone, content: { type: "text", text: "Your table is ready." } });
await carrier.close();

const vonage = createVonageSms({ apiKey: "vonage-key", apiSecret: "vonage-secret", from: "TODOKE", apiBaseUrl: apiBaseUrl + "/vonage" });
const other: SmsReceipt = await vonage.send({ to: phone, content: { type: "text", text: "Your table is ready." } });
await vonage.close();

const sent = [push, receipt, described, other];
console.log(JSON.stringify({ duplicate: push.duplicate, ids: sent.map(({ providerMessageIds }) => providerMessageIds[0]) }));
`;

const person = { lineUserId: `U${"1".repeat(32)}`, phone: "+819012345678", line: "friend", handset: "on" } as const;

let folder: string;
let simulator: Simulator;
let oldestNode: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "todoke-consumer-"));
  // Tarballs for all of ours: none of them may come from a registry, where another version could be.
  const dependencies = await packInto(folder, published.map((name) => `packages/${name}`));
  await write("package.json", { name: "consumer", private: true, type: "module", dependencies, overrides: dependencies });
  await write("tsconfig.json", {
    compilerOptions: {
      strict: true,
      target: "es2023",
      module: "nodenext",
      types: ["node"],
      typeRoots: [join(workspaceFolder, "node_modules/@types")],
    },
    files: ["consumer.ts"],
  });
  await writeFile(join(folder, "consumer.ts"), consumer);
  [oldestNode] = await Promise.all([installOldestNode(), npm(folder, "install", "--ignore-scripts")]);
  simulator = await startSimulator({ people: [person], providers: [{ fake: providerFake }] });
}, 180_000);

afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true });
});

test("installing the channels brings neither a container nor a database nor a web server", async () => {
  const { stdout } = await run("npm", ["ls", "--all", "--parseable"], { cwd: folder });
  const installed = stdout.split("\n").map((path) => path.replace(/^.*node_modules\//, ""));
  expect(installed).toContain("@todoke/line");
  expect(installed.filter((name) => unwanted.includes(name))).toEqual([]);
});

test.each([...published])("@todoke/%s carries its licence and its sources, and no tests", async (name) => {
  const files = await readdir(join(folder, "node_modules/@todoke", name), { recursive: true });
  expect(files).toEqual(expect.arrayContaining(["LICENSE", "package.json", join("src", "index.ts"), join("dist", "index.d.ts")]));
  expect(files.filter((file) => /\.test\./.test(file))).toEqual([]);
});

test("a strict TypeScript program compiles against the packages", async () => {
  await run(join(workspaceFolder, "node_modules/.bin/tsc"), ["-p", folder]);
});

test.each([
  ["this Node", () => process.execPath],
  ["the oldest Node that the packages allow", () => oldestNode],
])("on %s it sends a push, an SMS by each provider, and one through a carrier of settings", async (_name, node) => {
  const before = simulator.ledger().length;
  const { stdout } = await run(node(), ["consumer.js", simulator.url, person.lineUserId, person.phone], { cwd: folder });
  const accepted = simulator.ledger().slice(before);
  expect(accepted.map(({ endpoint, to }) => [endpoint, ...to])).toEqual([
    ["push", person.lineUserId],
    ["sms-create", person.phone],
    ["sms-create", person.phone],
    ["vonage:messages", person.phone],
  ]);
  expect(JSON.parse(stdout)).toEqual({ duplicate: false, ids: accepted.map(({ providerMessageIds }) => providerMessageIds[0]) });
});

/** Brings the lower end of `engines` and gives the path of its binary. */
async function installOldestNode(): Promise<string> {
  const { engines } = JSON.parse(textOf("packages/line/package.json")) as { engines: { node: string } };
  const version = engines.node.replace(">=", "");
  const place = join(folder, "oldest-node");
  await mkdir(place);
  await npm(place, "install", "--prefix", place, `node@${version}`);
  const binary = join(place, "node_modules/node/bin/node");
  const { stdout } = await run(binary, ["--version"]);
  expect(stdout.trim()).toBe(`v${version}`);
  return binary;
}

function write(file: string, content: object): Promise<void> {
  return writeFile(join(folder, file), JSON.stringify(content, undefined, 2));
}
