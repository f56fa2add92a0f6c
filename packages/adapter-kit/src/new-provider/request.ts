import { basename, dirname, join, relative, resolve } from "node:path";
import { wordsShape } from "./words.ts";

/** The package to be made. */
export interface NewPackage {
  /** Absolute. */
  readonly folder: string;
  readonly provider: string;
  readonly channel: string;
  readonly packageName: string;
  /** Whether it becomes a part of this project's own workspace. */
  readonly inWorkspace: boolean;
}

/** The command was not understood. */
export class UsageError extends Error {}

interface Options {
  readonly provider?: string | undefined;
  readonly channel?: string | undefined;
  readonly name?: string | undefined;
}

/** Reads the command's words; `workspace` is the root of this project's own where it runs in it. Throws `UsageError`. */
export function readRequest(words: readonly string[], options: Options, workspace: string | undefined): NewPackage {
  const [command, place, ...others] = words;
  if (command !== "new") throw new UsageError(command === undefined ? "say what to do" : `"${command}" is no command`);
  if (place === undefined) throw new UsageError("say which folder to make");
  if (others.length > 0) throw new UsageError(`one folder at a time: "${others.join(" ")}" is too much`);
  const folder = folderOf(place, workspace);
  const [, channelOfName, providerOfName] = /^([a-z][a-z0-9]*)-([a-z0-9-]+)$/.exec(basename(folder)) ?? [];
  const provider = checked("provider", options.provider ?? providerOfName);
  const channel = checked("channel", options.channel ?? channelOfName);
  const inWorkspace = workspace !== undefined && dirname(relative(workspace, folder)) === "packages";
  const packageName = options.name ?? (inWorkspace ? `@todoke/${basename(folder)}` : `todoke-${channel}-${provider}`);
  if (!/^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/.test(packageName)) throw new UsageError("--name is no name of a package");
  return { folder, provider, channel, packageName, inWorkspace };
}

/** A bare name at the root of the workspace is a folder among its packages. */
function folderOf(place: string, workspace: string | undefined): string {
  return workspace === process.cwd() && place === basename(place) ? join(workspace, "packages", place) : resolve(place);
}

function checked(option: "provider" | "channel", value: string | undefined): string {
  if (value === undefined) throw new UsageError(`--${option} is missing, and the folder is not named CHANNEL-PROVIDER`);
  if (wordsShape.test(value)) return value;
  throw new UsageError(`--${option} must be lower-case words joined by dashes`);
}
