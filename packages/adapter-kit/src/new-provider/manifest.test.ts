import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compilerSettingsFor, type CompilerSettings } from "./compiler-settings.ts";
import { manifestFor, type Manifest } from "./manifest.ts";
import { nextSteps } from "./next-steps.ts";
import type { NewPackage } from "./request.ts";

const template = new URL("../../template/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", template), "utf8")) as Manifest;
const settings = JSON.parse(readFileSync(new URL("tsconfig.json", template), "utf8")) as CompilerSettings;

const inside: NewPackage = { folder: "/w/packages/sms-pigeon", provider: "pigeon", channel: "sms", packageName: "@todoke/sms-pigeon", inWorkspace: true };
const outside: NewPackage = { ...inside, packageName: "todoke-letter-pigeon", channel: "letter", inWorkspace: false };

test("in the workspace a package is published from sources, with what the workspace has", () => {
  const made = manifestFor(manifest, inside, "1.2.3");
  expect(made).toMatchObject({ name: "@todoke/sms-pigeon", version: "0.0.0", license: "Apache-2.0", scripts: { build: "tsc -b" } });
  expect(made).not.toHaveProperty("private");
  expect(made["exports"]).toEqual({
    ".": { "@todoke/source": "./src/index.ts", types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./simulator": { "@todoke/source": "./src/simulator/index.ts", types: "./dist/simulator/index.d.ts", default: "./dist/simulator/index.js" },
  });
  expect(made.dependencies).toEqual({ "@todoke/core": "workspace:^", "@todoke/sms-core": "workspace:^" });
  expect(made.devDependencies).toEqual({ "@todoke/adapter-kit": "workspace:^", "@todoke/simulator": "workspace:^" });
});

test("outside it depends on this release, and brings compiler and test runner", () => {
  const made = manifestFor(manifest, outside, "1.2.3");
  expect(made).toMatchObject({ name: "todoke-letter-pigeon", private: true, peerDependencies: { "@todoke/simulator": "^1.2.3" } });
  expect(made.dependencies).toEqual({ "@todoke/core": "^1.2.3" });
  expect(made["exports"]).toHaveProperty("./simulator", { types: "./dist/simulator/index.d.ts", default: "./dist/simulator/index.js" });
  expect(Object.keys(made.devDependencies)).toEqual(expect.arrayContaining(["typescript", "vitest", "@types/node"]));
});

test("the compiler is told where the workspace's packages are, or everything that it needs to know", () => {
  const references = ["../core", "../sms-core", "../simulator", "../adapter-kit"].map((path) => ({ path }));
  expect(compilerSettingsFor(settings, inside)).toMatchObject({ extends: "../../tsconfig.base.json", references });
  expect(compilerSettingsFor(settings, outside)).toMatchObject({ compilerOptions: { strict: true } });
  expect(compilerSettingsFor(settings, outside)).not.toHaveProperty("references");
});

test("what to add elsewhere is said with its lines", () => {
  const steps = nextSteps(inside, "packages/sms-pigeon");
  for (const line of [
    '"@todoke/sms-pigeon": ["@todoke/core", "@todoke/simulator", "@todoke/sms-core"]',
    'import { pigeonProvider } from "@todoke/sms-pigeon";',
    '{ "path": "../../packages/sms-pigeon" }',
    ".changeset/sms-pigeon.md",
  ]) {
    expect(steps).toContain(line);
  }
  expect(nextSteps(outside, "letter-pigeon")).toContain('"providers": ["todoke-letter-pigeon"]');
});
