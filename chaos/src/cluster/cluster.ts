import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "@todoke/test-databases/free-port";
import { findServerBinaries } from "./find-binaries.ts";
import type { DiskSizes, KeeperAnswer, KeeperOrder, StopMode } from "./keeper-protocol.ts";
import { findServerUser } from "./server-user.ts";

/** A PostgreSQL of our own, in a folder that goes with it. It is started again when it ends by itself. */
export interface Cluster {
  readonly url: string;
  readonly port: number;
  /** Where its disks are mounted; undefined where it has none of its own. */
  readonly disks: { readonly data: string; readonly log: string } | undefined;
  /** Resolves when it takes connections again. */
  restart(mode: StopMode): Promise<void>;
  /** Ends it and removes all that belonged to it. */
  close(): Promise<void>;
}

const binaries = findServerBinaries();

/** Whether PostgreSQL is installed; where it is not, that is said. */
export const isPostgresqlInstalled = binaries !== undefined;

if (!isPostgresqlInstalled) {
  process.stderr.write("PostgreSQL is skipped: its server programs are neither in /usr/lib/postgresql nor where pg_config says\n");
}

/** Makes a cluster and starts it on a free port. With `diskSizes` it gets disks of its own, which takes the right to mount. */
export async function startCluster(diskSizes?: DiskSizes): Promise<Cluster> {
  if (binaries === undefined) throw new Error("PostgreSQL is not installed");
  const folder = mkdtempSync(join(tmpdir(), "todoke-chaos-cluster-"));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const keeper = fork(fileURLToPath(new URL("keeper.ts", import.meta.url)), { execArgv: [], detached: true });
  const close = () => letGo(keeper);
  try {
    await tell(keeper, {
      order: "create",
      plan: { binaries, folder, port, user: findServerUser(), ...(diskSizes !== undefined && { disks: diskSizes }) },
    });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    port,
    disks: diskSizes && { data: join(folder, "data"), log: join(folder, "log") },
    restart: (mode) => tell(keeper, { order: "restart", mode }),
    close,
  };
}

async function tell(keeper: ChildProcess, order: KeeperOrder): Promise<void> {
  const answered = once(keeper, "message") as Promise<[KeeperAnswer]>;
  keeper.send(order);
  const [{ failure }] = await answered;
  if (failure !== undefined) throw new Error(failure);
}

async function letGo(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null) return;
  const gone = once(keeper, "exit");
  keeper.disconnect();
  await gone;
}
