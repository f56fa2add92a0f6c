import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

const ballast = "ballast";

/** Writes into a file of its own until the disk takes no more. */
export function fillDisk(folder: string): void {
  const file = openSync(join(folder, ballast), "a");
  try {
    // Whole blocks first, then what is left between them.
    for (const bytes of [1024 * 1024, 4096]) writeUntilFull(file, Buffer.alloc(bytes));
  } finally {
    closeSync(file);
  }
}

export function emptyDisk(folder: string): void {
  rmSync(join(folder, ballast), { force: true });
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) if (writeSync(file, block) < block.length) return;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}
