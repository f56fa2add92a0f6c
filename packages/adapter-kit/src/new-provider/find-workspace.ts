import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The root of this project's own workspace, when `folder` is in it; undefined everywhere else. */
export function findWorkspace(folder: string): string | undefined {
  if (existsSync(join(folder, "pnpm-workspace.yaml")) && nameOf(join(folder, "packages/core")) === "@todoke/core") return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findWorkspace(parent);
}

function nameOf(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name?: unknown }).name;
  } catch {
    return undefined;
  }
}
