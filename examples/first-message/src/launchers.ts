import { execFileSync } from "node:child_process";

const packageManager = /^(npm|npx|pnpm|node .*(npm|npx|pnpm))\b/;
/** npx, its shell, pnpm, its shell. */
const mostAncestors = 5;

/**
 * The ids of the package managers that this process was started by, with the shells between them and us. An npx that is
 * ended leaves the rest of them running without a word. Empty where the system does not tell.
 */
export function findLaunchers(): readonly number[] {
  const ancestors: { readonly id: number; readonly command: string }[] = [];
  let id = process.ppid;
  while (id > 1 && ancestors.length < mostAncestors) {
    const found = /^(\d+)\s+(.*)$/.exec(describeProcess(id).trim());
    if (found === null) break;
    const [, parent = "0", command = ""] = found;
    ancestors.push({ id, command });
    id = Number(parent);
  }
  const last = ancestors.findLastIndex(({ command }) => packageManager.test(command));
  return ancestors.slice(0, last + 1).map((ancestor) => ancestor.id);
}

export function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    // Somebody else's process may not be signalled, which is proof enough that there is one.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function describeProcess(id: number): string {
  try {
    return execFileSync("ps", ["-o", "ppid=,args=", "-p", String(id)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}
