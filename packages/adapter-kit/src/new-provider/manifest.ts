import type { NewPackage } from "./request.ts";

/** The parts of a manifest that are rewritten. */
export interface Manifest {
  readonly [field: string]: unknown;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** What the package exports, by its path below `src`. In no manifest of the template's: nested ones have no exports. */
const entries: Readonly<Record<string, string>> = { ".": "index", "./simulator": "simulator/index" };

/** The template's manifest for one package. `version` is that of all of ours: they are released as one set. */
export function manifestFor(template: Manifest, { packageName, channel, inWorkspace }: NewPackage, version: string): Manifest {
  const dependencies = forChannel(template.dependencies, channel);
  const named = { ...template, name: packageName, exports: exportsFor(inWorkspace), dependencies };
  return inWorkspace ? insideOf(named) : outsideOf(named, `^${version}`);
}

function exportsFor(inWorkspace: boolean): object {
  const conditions = (path: string) => ({
    ...(inWorkspace && { "@todoke/source": `./src/${path}.ts` }),
    types: `./dist/${path}.d.ts`,
    default: `./dist/${path}.js`,
  });
  return Object.fromEntries(Object.entries(entries).map(([entry, path]) => [entry, conditions(path)]));
}

function forChannel(dependencies: Manifest["dependencies"], channel: string): Manifest["dependencies"] {
  return only(dependencies, (name) => channel === "sms" || name !== "@todoke/sms-core");
}

/** The compiler and the test runner are the workspace's, which also resolves imports to sources. */
function insideOf({ private: _private, ...template }: Manifest): Manifest {
  const devDependencies = only(template.devDependencies, (name) => name.startsWith("@todoke/"));
  return { ...template, version: "0.0.0", license: "Apache-2.0", scripts: { build: "tsc -b" }, devDependencies };
}

function outsideOf(template: Manifest, range: string): Manifest {
  const ranged = (dependencies: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(dependencies).map(([name, wanted]) => [name, wanted === "workspace:^" ? range : wanted]));
  return {
    ...template,
    dependencies: ranged(template.dependencies),
    devDependencies: ranged(template.devDependencies),
    peerDependencies: ranged(template.peerDependencies),
  };
}

function only(dependencies: Readonly<Record<string, string>>, isWanted: (name: string) => boolean): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => isWanted(name)));
}
