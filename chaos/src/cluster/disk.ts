import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerUser } from "./server-user.ts";

/** Root mounts; others may where `sudo` asks for no password. */
const prefix = process.getuid?.() === 0 ? [] : ["sudo", "-n"];

/** Whether disks can be made here; where they cannot, that is said. */
export const mayMount = isAllowed();

/** Mounts a file system in memory of a size of its own at `folder`, which it makes. */
export function mountDisk(folder: string, mebibytes: number, { uid, gid }: ServerUser): void {
  mkdirSync(folder);
  const owner = `uid=${uid ?? process.getuid?.()},gid=${gid ?? process.getgid?.()}`;
  run("mount", "-t", "tmpfs", "-o", `size=${mebibytes}m,mode=0700,${owner}`, "todoke-chaos", folder);
}

/** Takes it away with all that is on it. */
export function unmountDisk(folder: string): void {
  run("umount", folder);
}

function isAllowed(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "todoke-chaos-disk-"));
  const disk = join(folder, "disk");
  try {
    mountDisk(disk, 1, {});
    unmountDisk(disk);
    return true;
  } catch {
    process.stderr.write("full disks are skipped: a file system in memory can be mounted neither by this user nor by sudo\n");
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program: string, ...args: readonly string[]): void {
  const [command, ...rest] = [...prefix, program, ...args];
  execFileSync(command!, rest, { stdio: ["ignore", "ignore", "pipe"] });
}
