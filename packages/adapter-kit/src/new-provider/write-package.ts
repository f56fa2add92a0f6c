import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { compilerSettingsFor, type CompilerSettings } from "./compiler-settings.ts";
import { manifestFor, type Manifest } from "./manifest.ts";
import type { NewPackage } from "./request.ts";
import { rename } from "./words.ts";

const kitFolder = resolve(import.meta.dirname, "../..");
const templateFolder = join(kitFolder, "template");

/** Files that end so take the place of those without it, when the package is for that channel. */
const smsEnding = ".sms.ts";

/** Makes the folder and all that is in it, or nothing. Throws when there is something at its place already. */
export async function writePackage(wanted: NewPackage): Promise<void> {
  const files = await filesFor(wanted);
  await mkdir(dirname(wanted.folder), { recursive: true });
  await makeFolder(wanted.folder);
  try {
    for (const [path, text] of files) {
      const file = join(wanted.folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: "wx" });
    }
  } catch (error) {
    await rm(wanted.folder, { recursive: true, force: true });
    throw error;
  }
}

/** Not recursive, so that the system itself refuses what is there. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new Error(`${folder} is there already: name another folder, or move that one away. Nothing was written.`);
  }
}

/** Every file of the package by its path in it. */
async function filesFor(wanted: NewPackage): Promise<ReadonlyMap<string, string>> {
  const { version } = JSON.parse(await readFile(join(kitFolder, "package.json"), "utf8")) as { version: string };
  const isSms = wanted.channel === "sms";
  const sources = (await readdir(join(templateFolder, "src"), { recursive: true })).filter((path) => path.endsWith(".ts"));
  const chosen = sources.filter((path) => (path.endsWith(smsEnding) ? isSms : !isSms || !sources.includes(path.replace(/\.ts$/, smsEnding))));
  const files = new Map<string, string>();
  for (const path of ["README.md", ...chosen.toSorted().map((source) => join("src", source))]) {
    const renamed = fill(path.replace(smsEnding, ".ts"), wanted);
    files.set(renamed, fill((await readTemplate(path)).replaceAll(smsEnding, ".ts"), wanted));
  }
  const manifest = JSON.parse(fill(await readTemplate("package.json"), wanted)) as Manifest;
  files.set("package.json", toJson(manifestFor(manifest, wanted, version)));
  files.set("tsconfig.json", toJson(compilerSettingsFor(JSON.parse(await readTemplate("tsconfig.json")) as CompilerSettings, wanted)));
  if (!wanted.inWorkspace) files.set(".gitignore", "node_modules/\ndist/\n*.tsbuildinfo\n");
  return files;
}

function readTemplate(path: string): Promise<string> {
  return readFile(join(templateFolder, path), "utf8");
}

function fill(text: string, { provider, channel, packageName }: NewPackage): string {
  const named = text.replaceAll("todoke-any-channel-grey-quetzal", packageName);
  return rename(rename(named, "grey-quetzal", provider), "any-channel", channel);
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
