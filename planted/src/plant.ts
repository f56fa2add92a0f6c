import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Edit } from "./planted-bug.ts";

const engine = fileURLToPath(new URL("../../packages/engine", import.meta.url));

/** The engine's own `src`. */
export const engineSources = join(engine, "src");

/** A copy of the engine's sources, which runs as it is. */
export interface EngineCopy {
  /** Its `src`. */
  readonly folder: string;
}

export interface PlaceForCopies {
  readonly home: string;
  remove(): void;
}

/** A place for copies, one after the other: what Node keeps of a compiled file, it finds by the file's path. */
export function makePlaceForCopies(): PlaceForCopies {
  const home = mkdtempSync(join(tmpdir(), "todoke-planted-"));
  cpSync(join(engine, "package.json"), join(home, "package.json"));
  symlinkSync(join(engine, "node_modules"), join(home, "node_modules"));
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Copies the engine with these edits made. Throws where a text is not there, or more than once: its bug must be written anew. */
export function copyEngine({ home }: PlaceForCopies, edits: readonly Edit[]): EngineCopy {
  const folder = join(home, "src");
  rmSync(folder, { recursive: true, force: true });
  cpSync(engineSources, folder, { recursive: true, filter: (path) => !path.endsWith(".test.ts") });
  for (const edit of edits) writeFileSync(join(folder, edit.file), textWith(folder, edit));
  return { folder };
}

/** The text of the edited file, with this edit made. Throws like {@link copyEngine}. */
export function textWith(folder: string, { file, text, replacement }: Edit): string {
  const parts = readFileSync(join(folder, file), "utf8").split(text);
  if (parts.length !== 2) {
    throw new Error(`${file} has ${parts.length - 1} places that read ${JSON.stringify(text)}, and a bug is planted in exactly one`);
  }
  return parts.join(replacement);
}
