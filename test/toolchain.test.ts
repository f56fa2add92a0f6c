import { describe, expect, test } from "vitest";
import { longest } from "./longest-first.ts";
import { filesOf, textOf } from "./workspace.ts";

const manifest = JSON.parse(textOf("package.json")) as {
  readonly packageManager: string;
  readonly devDependencies: Readonly<Record<string, string>>;
};

test("the tests run on the Node that the manifest brings", () => {
  expect(process.version).toBe(`v${manifest.devDependencies["node"]}`);
});

test("the files that are started first are there", () => {
  expect(longest.flatMap((file) => filesOf(file))).toEqual(longest);
});

test("every page, script and workflow names the pnpm of the manifest", () => {
  const files = [...filesOf("**/*.{md,js,ts}"), ...filesOf(".{ci,github}/**/*")].filter((file) => /\.\w+$|\/run$/.test(file));
  const named = files.flatMap((file) => Array.from(textOf(file).matchAll(/pnpm@\d+\.\d+\.\d+/g), ([version]) => ({ file, version })));
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter(({ version }) => version !== manifest.packageManager)).toEqual([]);
});

/** Tools come as one package for each platform; a version that lacks one installs here and fails elsewhere. */
describe.each([
  ["turbo", /@turbo\/(\w+)-(?:64|arm64)@/g],
  ["typescript", /@typescript\/typescript-(\w+)-\w+@/g],
  ["oxlint", /@oxlint\/binding-(\w+)-/g],
  ["oxlint-tsgolint", /@oxlint-tsgolint\/(\w+)-\w+@/g],
  ["vite", /@rolldown\/binding-(\w+)-/g],
  ["knip", /@oxc-parser\/binding-(\w+)-/g],
])("the lockfile", (tool, binaries) => {
  test(`holds ${tool} for Linux, macOS and Windows`, () => {
    const platforms = Array.from(textOf("pnpm-lock.yaml").matchAll(binaries), ([, platform]) => platform!.replace("windows", "win32"));
    expect(platforms).toEqual(expect.arrayContaining(["linux", "darwin", "win32"]));
  });
});
