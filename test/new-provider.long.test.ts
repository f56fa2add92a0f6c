import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf, workspaceFolder } from "./workspace.ts";

const run = promisify(execFile);
const templateFolder = join(workspaceFolder, "packages/adapter-kit/template");
const binary = (name: string) => join(workspaceFolder, "node_modules/.bin", name);

/** What an author of an SMS provider can leave as it is. */
const untouched = [
  "tsconfig.json",
  ...["address", "config", "create-pigeon-sms", "definition", "errors", "http-call", "index"].map((name) => `src/${name}.ts`),
  ...["simulator/provider-fake.test", "simulator/settings", "testing/channel-samples"].map((name) => `src/${name}.ts`),
];

let folder: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "todoke-new-provider-")));
});
afterAll(() => rm(folder, { recursive: true }));

/** As `npx @todoke/adapter-kit new …` in an empty folder. */
function newProvider(...words: readonly string[]) {
  return run(process.execPath, [join(workspaceFolder, "packages/adapter-kit/dist/main.js"), "new", ...words], { cwd: folder });
}

/** What the command printed, or what it failed with. */
function outputOf(running: Promise<{ stdout: string; stderr: string }>): Promise<{ code?: number; stdout: string; stderr: string }> {
  return running.catch((error: { code: number; stdout: string; stderr: string }) => error);
}

describe.each([
  ["sms", "fast-pigeon", "createFastPigeonSms"],
  ["carrier-post", "pigeon", "createPigeonCarrierPost"],
])("a new provider of the channel %s", (channel, provider, factory) => {
  const made = () => join(folder, `todoke-${channel}`);

  beforeAll(async () => {
    const { stdout } = await newProvider(`todoke-${channel}`, "--provider", provider, "--channel", channel);
    expect(stdout).toContain(`"providers": ["todoke-${channel}-${provider}"]`);
    await mkdir(join(made(), "node_modules"));
    const installed = ["@todoke", "@types", "typescript", "vitest"];
    await Promise.all(installed.map((name) => symlink(join(templateFolder, "node_modules", name), join(made(), "node_modules", name))));
  });

  test("bears its names everywhere, and nothing of the template's", async () => {
    const files = (await readdir(made(), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
      .map(({ parentPath, name }) => join(parentPath, name));
    const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
    expect(files.map((file) => file.slice(made().length + 1))).toContain(`src/create-${provider}-${channel}.ts`);
    expect(texts.join("\n")).toContain(factory);
    expect([...files, ...texts].filter((text) => /quetzal|any-?channel|\.sms\.ts|workspace:/i.test(text))).toEqual([]);
  });

  test("depends on the versions that it was made with, and on no SMS where it carries none", async () => {
    const { version } = JSON.parse(textOf("packages/adapter-kit/package.json")) as { version: string };
    const manifest = JSON.parse(await readFile(join(made(), "package.json"), "utf8")) as { dependencies: object };
    const smsCore = channel === "sms" ? { "@todoke/sms-core": `^${version}` } : {};
    expect(manifest.dependencies).toEqual({ "@todoke/core": `^${version}`, ...smsCore });
  });

  test("type-checks and lints as it is", async () => {
    expect(await outputOf(run(binary("tsc"), ["-p", made(), "--noEmit"]))).not.toHaveProperty("code");
    const config = join(workspaceFolder, ".oxlintrc.json");
    const linted = await outputOf(run(binary("oxlint"), ["-c", config, "--deny-warnings", "src"], { cwd: made() }));
    expect(linted).not.toHaveProperty("code");
  });

  test("fails its checks with a list of what is left to write, in the order of the guide", async () => {
    const { code, stdout, stderr } = await outputOf(run(binary("vitest"), ["run", "--no-color", "--root", made()], { cwd: made() }));
    expect(code).toBe(1);
    const list = /checks fail\. What is left, in this order:\n\n([\s\S]*?\n)(?! )/.exec(stdout)?.[1] ?? "";
    const files = Array.from(list.matchAll(/^ +\d+\. .*\(([^()]*)\)(?:, after [\d and]+)?$/gm), ([, named]) => named!.split(", ")[0]);
    expect(files).toEqual(expect.arrayContaining(["render-content.ts", "send-message.ts", "error-codes.ts", "signature.ts"]));
    const order = ["address.ts", "render-content.ts", "send-message.ts", "error-codes.ts", "signature.ts"];
    const places = order.filter((file) => files.includes(file)).map((file) => files.indexOf(file));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(stderr).toContain("in src/signature.ts");
  }, 60_000);
});

test("the example of a provider outside is what the command makes, filled in", async () => {
  await newProvider("outside", "--provider", "pigeon", "--channel", "sms", "--name", "todoke-sms-pigeon");
  for (const file of untouched) {
    expect(await readFile(join(folder, "outside", file), "utf8"), file).toBe(textOf(`examples/outside-provider/${file}`));
  }
});

test("a folder that is there already is left as it is", async () => {
  const place = join(folder, "mine");
  await writeFile(place, "precious");
  const { code, stderr } = await outputOf(newProvider("mine", "--provider", "pigeon", "--channel", "sms"));
  expect([code, stderr]).toEqual([1, `adapter-kit: ${place} is there already: name another folder, or move that one away. Nothing was written.\n`]);
  expect(await readFile(place, "utf8")).toBe("precious");
});

test.each([
  [["pigeon"], "--provider is missing"],
  [["sms-pigeon", "--provider", "Pigeon"], "--provider must be lower-case words joined by dashes"],
  [["sms-pigeon", "--channel", "../sms"], "--channel must be lower-case words"],
  [["sms-pigeon", "--name", "no name"], "--name is no name of a package"],
  [["sms-pigeon", "other"], 'one folder at a time: "other" is too much'],
  [["sms-pigeon", "--colour"], "Unknown option '--colour'"],
  [[], "say which folder to make"],
])("%j is refused in words, and makes nothing", async (words, reason) => {
  const before = await readdir(folder);
  const { code, stderr } = await outputOf(newProvider(...words));
  expect([code, stderr]).toEqual([1, expect.stringContaining(reason)]);
  expect(stderr).toContain("Usage:");
  expect(await readdir(folder)).toEqual(before);
});
