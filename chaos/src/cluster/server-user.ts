import { execFileSync } from "node:child_process";

/** Whom a program runs as; empty: whoever starts it. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root: there it is somebody else. */
export function findServerUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    const uid = idOf("-u", name);
    const gid = idOf("-g", name);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error("PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody to run it as");
}

function idOf(which: "-u" | "-g", name: string): number | undefined {
  try {
    return Number(execFileSync("id", [which, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    return undefined;
  }
}
