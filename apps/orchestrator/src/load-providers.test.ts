import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadProviders } from "./load-providers.ts";
import { providers } from "./providers.ts";

let folder: string;
const definition = (provider: string, version = 1) =>
  `export const definition = { specificationVersion: ${version}, provider: "${provider}", createAccount() { throw new Error("unused"); } };`;

/** Installs a package in the folder. */
function install(name: string, source: string): void {
  const place = join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ name, type: "module", exports: "./index.js" }));
  writeFileSync(join(place, "index.js"), source);
}

const load = (...names: readonly string[]) => loadProviders(providers, { names, file: join(folder, "todoke.config.json") });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "todoke-providers-"));
  install("todoke-carrier", definition("carrier"));
  install("todoke-two", `${definition("one")} export const other = { ...definition, provider: "two" }; export const version = "1.0.0";`);
  install("todoke-future", definition("future", 2));
  install("todoke-line", definition("line"));
  install("todoke-broken", "throw new Error('no such thing');");
  writeFileSync(join(folder, "carrier.mjs"), definition("local"));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("providers of the configuration", () => {
  it("stand behind those of the service", async () => {
    const loaded = await load("todoke-carrier", "todoke-two", "./carrier.mjs");
    expect(loaded.slice(0, providers.length)).toEqual(providers);
    expect(loaded.slice(providers.length).map(({ provider }) => provider)).toEqual(["carrier", "one", "two", "local"]);
  });

  it("are none where the file names none", async () => {
    expect(await loadProviders(providers, undefined)).toEqual(providers);
  });

  it.each([
    ["that is not installed", "todoke-absent", /is not installed/],
    ["that cannot be loaded", "todoke-broken", /cannot be loaded: no such thing/],
    ["of another version of the contract", "todoke-future", /exports no provider of specificationVersion 1/],
    ["that is there already", "todoke-line", /there is a provider "line" already/],
  ])("refuse one %s", async (_what, name, reason) => {
    await expect(load(name)).rejects.toThrow(reason);
    await expect(load(name)).rejects.toMatchObject({ setting: `providers/0 (${name})` });
  });
});
