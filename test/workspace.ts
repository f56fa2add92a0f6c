import { globSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";

/** The folder that holds all packages, with this test folder in it. */
export const workspaceFolder = resolve(import.meta.dirname, "..");

export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface WorkspacePackage {
  /** Relative to the workspace: `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

const madeByTools = ["node_modules", "dist", ".git", ".turbo", ".todoke", "coverage"];

/** Files that match, relative to the workspace, without what tools made. */
export function filesOf(pattern: string): readonly string[] {
  // Packages are packed by other tests meanwhile, through files that come and go.
  const exclude = (path: string) => madeByTools.includes(basename(path)) || basename(path).startsWith("_tmp_");
  return globSync(pattern, { cwd: workspaceFolder, exclude }).toSorted();
}

export function textOf(file: string): string {
  return readFileSync(join(workspaceFolder, file), "utf8");
}

export function workspacePackages(): readonly WorkspacePackage[] {
  return filesOf("{packages/*,apps/*,examples/*,bench}/package.json").map((file) => ({
    folder: file.slice(0, -"/package.json".length),
    manifest: JSON.parse(textOf(file)) as Manifest,
  }));
}
