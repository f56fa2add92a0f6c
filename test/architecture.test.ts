import { statSync } from "node:fs";
import { basename, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { filesOf, textOf, workspaceFolder, workspacePackages, type WorkspacePackage } from "./workspace.ts";

/** Which of our own packages each one may build on. A new package states its arrows here. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  "@todoke/core": [],
  "@todoke/line": ["@todoke/core"],
  "@todoke/sms-core": ["@todoke/core"],
  "@todoke/sms-http": ["@todoke/core", "@todoke/sms-core"],
  "@todoke/sms-twilio": ["@todoke/core", "@todoke/sms-core"],
  // The simulator is an optional peer, for the types of the fake that the package brings.
  "@todoke/sms-vonage": ["@todoke/core", "@todoke/simulator", "@todoke/sms-core"],
  "@todoke/engine": ["@todoke/core"],
  "@todoke/adapter-kit": ["@todoke/core"],
  "@todoke/simulator": [],
  "@todoke/orchestrator": [
    "@todoke/core",
    "@todoke/engine",
    "@todoke/line",
    "@todoke/sms-http",
    "@todoke/sms-twilio",
    "@todoke/sms-vonage",
  ],
};

/** Of ours, what tests may use beside. */
const forTests = ["@todoke/adapter-kit", "@todoke/simulator", "@todoke/test-databases"];

/** Packages that stay inside the service: nobody who imports a channel gets them. */
const composition = ["inversify", "reflect-metadata", "class-validator", "class-transformer"];

const packages = workspacePackages();
const products = packages.filter(({ folder }) => folder.startsWith("packages/") || folder.startsWith("apps/"));
const sources = filesOf("{packages/*,apps/*}/src/**/*.ts");

describe("arrows between packages", () => {
  test("every package under packages/ and apps/ has its arrows written down", () => {
    expect(products.map(({ manifest }) => manifest.name).toSorted()).toEqual(Object.keys(arrows).toSorted());
  });

  test.each(products.map(({ manifest }) => [manifest.name, manifest] as const))("%s builds on nothing else of ours", (name, manifest) => {
    expect(ours({ ...manifest.dependencies, ...manifest.peerDependencies })).toEqual(arrows[name]);
    expect(ours(manifest.devDependencies).filter((dependency) => !forTests.includes(dependency))).toEqual([]);
  });

  test("core depends on nothing at all", () => {
    const { dependencies, peerDependencies } = packages.find(({ manifest }) => manifest.name === "@todoke/core")!.manifest;
    expect({ ...dependencies, ...peerDependencies }).toEqual({});
  });

  test("only the orchestrator composes with inversify and class-validator", () => {
    const others = packages.filter(({ manifest }) => manifest.name !== "@todoke/orchestrator");
    const offenders = others.filter(({ manifest }) => composition.some((name) => name in allDependencies({ manifest })));
    expect(offenders.map(({ folder }) => folder)).toEqual([]);
  });

  test("nothing but examples and bench builds on the orchestrator", () => {
    const dependants = packages.filter(({ manifest }) => "@todoke/orchestrator" in allDependencies({ manifest }));
    expect(dependants.filter(({ folder }) => !/^(examples\/|bench$)/.test(folder))).toEqual([]);
  });
});

describe("imports in sources", () => {
  test("what ships imports only what its manifest depends on", () => {
    expect(products.flatMap((one) => importsOf(one, () => true)).length).toBeGreaterThan(sources.length);
    const strays = products.flatMap((one) => {
      const { dependencies = {}, peerDependencies = {} } = one.manifest;
      const allowed = Object.keys({ ...dependencies, ...peerDependencies });
      return importsOf(one, (file) => !isTest(file)).filter(({ target }) => isPackage(target) && !allowed.includes(packageOf(target)));
    });
    expect(strays).toEqual([]);
  });

  test("a relative import names a .ts file and stays in its package", () => {
    const strays = products.flatMap((one) =>
      importsOf(one, () => true).filter(({ file, target }) => {
        if (!target.startsWith(".")) return false;
        const inside = normalize(join(file, "..", target)).startsWith(`${one.folder}/`);
        return !inside || !/\.(ts|json)$/.test(target);
      }));
    expect(strays).toEqual([]);
  });

  test("no package reads the environment", () => {
    const readers = sources.filter((file) => file.startsWith("packages/") && !isTest(file) && /\bprocess\.env\b/.test(withoutComments(file)));
    expect(readers).toEqual([]);
  });

  test("the service reads the environment in one file", () => {
    const readers = sources.filter((file) => file.startsWith("apps/") && !isTest(file) && /\bprocess\.env\b/.test(withoutComments(file)));
    expect(readers).toEqual(["apps/orchestrator/src/config.ts"]);
  });
});

describe("time and chance", () => {
  test("the engine has them from one place, so that a simulation can have others", () => {
    const machines = /\b(performance\.now|Date\.now|setTimeout|setInterval|setImmediate|Math\.random|randomUUID|randomFillSync)\(|"node:timers/;
    const users = sources.filter((file) => /^packages\/engine\/src\/(?!testing\/)/.test(file) && !isTest(file) && machines.test(withoutComments(file)));
    expect(users).toEqual(["packages/engine/src/surroundings.ts"]);
  });
});

describe("shape of sources", () => {
  test("no file has more than 300 lines", () => {
    expect(sources.filter((file) => textOf(file).split("\n").length > 301)).toEqual([]);
  });

  test("no file is a drawer for unrelated things", () => {
    const drawers = /^(utils?|helpers?|common|misc|shared|lib|types)\.ts$|-(utils?|helpers?)\.ts$/;
    expect(sources.filter((file) => drawers.test(basename(file)))).toEqual([]);
  });

  test("index.ts is the only barrel", () => {
    const barrels = sources.filter((file) => !/^[^/]+\/[^/]+\/src\/index\.ts$/.test(file) && /^export (\*|\{[^}]*\} from)/m.test(withoutComments(file)));
    expect(barrels).toEqual([]);
  });

  test("no file switches the compiler off, nor a rule of the linter without a reason", () => {
    const offenders = sources.filter((file) => /@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable(?!.* -- )/.test(textOf(file)));
    expect(offenders).toEqual([]);
  });
});

describe("everything in the repository", () => {
  // Put together here, so that this file does not find itself.
  const machinePath = new RegExp(`(?<![\\w.])/(${["work", "root", "home", "Users"].join("|")})/\\w`);
  const registryHost = new RegExp(["https?://[\\w.-]*(registry", "npmjs", "artifactory", "nexus", "verdaccio)[\\w.:-]*"].join("|"), "i");

  test("mentions no path of the machine that it was written on, and no package registry", () => {
    const files = [...filesOf("**/*"), ...filesOf(".*"), ...filesOf(".{ci,github,changeset}/**/*")].filter(isText);
    expect(files).toContain("pnpm-lock.yaml");
    const offenders = files.filter((file) => {
      const text = textOf(file);
      return machinePath.test(text) || registryHost.test(text) || (file === "pnpm-lock.yaml" && /\btarball:/.test(text));
    });
    expect(offenders).toEqual([]);
  });
});

function ours(dependencies: Readonly<Record<string, string>> = {}): readonly string[] {
  return Object.keys(dependencies).filter((name) => name.startsWith("@todoke/")).toSorted();
}

function allDependencies({ manifest }: Pick<WorkspacePackage, "manifest">): Readonly<Record<string, string>> {
  return { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies };
}

/** Tests, and what only they use; neither is published. */
function isTest(file: string): boolean {
  return file.endsWith(".test.ts") || file.includes("/testing/");
}

/** `import … from "x"`, `export … from "x"`, `import "x"`, `import("x")`, over any number of lines. */
const importOrExport = /^(?:import|export)\s[^"';]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

function importsOf({ folder }: WorkspacePackage, isWanted: (file: string) => boolean) {
  return sources
    .filter((file) => file.startsWith(`${folder}/`) && isWanted(file))
    .flatMap((file) => {
      const found = withoutComments(file).matchAll(importOrExport);
      return Array.from(found, ([, from, bare, dynamic]) => ({ file, target: (from ?? bare ?? dynamic)! }));
    });
}

function isPackage(target: string): boolean {
  return !target.startsWith(".") && !target.startsWith("node:");
}

/** `@scope/name/part` -> `@scope/name`. */
function packageOf(target: string): string {
  return target.split("/").slice(0, target.startsWith("@") ? 2 : 1).join("/");
}

function withoutComments(file: string): string {
  return textOf(file).replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

function isText(file: string): boolean {
  if (/\.(tsbuildinfo|tgz|log|png)$/.test(file)) return false;
  return statSync(join(workspaceFolder, file), { throwIfNoEntry: false })?.isFile() === true;
}
