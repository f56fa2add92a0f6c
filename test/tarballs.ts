import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { workspaceFolder } from "./workspace.ts";

const run = promisify(execFile);

/**
 * Packs these folders of the workspace (`packages/core`) into `folder`: where each of the packages then is, as npm takes
 * it. Needs a build, which the test command makes first.
 */
export async function packInto(folder: string, packages: readonly string[]): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(await Promise.all(packages.map((place) => pack(folder, place))));
}

async function pack(folder: string, place: string): Promise<readonly [name: string, file: string]> {
  const { stdout } = await run("pnpm", ["pack", "--json", "--pack-destination", folder], { cwd: join(workspaceFolder, place) });
  const { name, filename } = JSON.parse(stdout) as { name: string; filename: string };
  return [name, `file:${filename}`];
}

/** Runs npm in `cwd`, with what it has in its cache before the network. */
export function npm(cwd: string, ...words: readonly string[]) {
  return run("npm", [...words, "--no-audit", "--no-fund", "--prefer-offline"], { cwd });
}
