import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mountDisk, unmountDisk } from "./disk.ts";
import type { ClusterPlan, KeeperAnswer, KeeperOrder } from "./keeper-protocol.ts";
import { ServerProcess } from "./server-process.ts";

/**
 * A process that keeps one PostgreSQL cluster for another. When that one lets go of it, or dies in whatever way, it ends
 * the server, unmounts its disks and removes its folder.
 */
let server: ServerProcess | undefined;
const undo: (() => void)[] = [];

process.on("message", (order: KeeperOrder) => void carryOut(order).then(answer, (error: unknown) => answer({ failure: String(error) })));
process.once("disconnect", () => void end());
// Whoever interrupts the tests interrupts everything that they started: this ends after them, when they let go of it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

function answer(answered: KeeperAnswer = {}): void {
  if (process.connected) process.send?.(answered);
}

async function carryOut(order: KeeperOrder): Promise<undefined> {
  if (order.order === "create") await create(order.plan);
  else await server!.restart(order.mode);
}

async function create({ binaries, folder, port, user, disks }: ClusterPlan): Promise<void> {
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, "data");
  const log = join(folder, "log");
  if (disks !== undefined) {
    mount(data, disks.data);
    mount(log, disks.log);
  } else {
    mkdirSync(data, { mode: 0o700 });
    if (user.uid !== undefined) execFileSync("chown", ["-R", `${user.uid}:${user.gid}`, folder]);
  }
  // Disks of their own hold nothing else: PostgreSQL wants an empty folder, and its own.
  const args = ["--pgdata", join(data, "cluster"), "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-locale"];
  if (disks !== undefined) args.push("--waldir", join(log, "wal"), "--wal-segsize", "1");
  execFileSync(join(binaries, "initdb"), args, { ...user, cwd: data, stdio: ["ignore", "ignore", "pipe"] });
  server = new ServerProcess({ program: join(binaries, "postgres"), data: join(data, "cluster"), port, user });
  await server.start();

  function mount(at: string, mebibytes: number): void {
    mountDisk(at, mebibytes, user);
    undo.push(() => unmountDisk(at));
  }
}

async function end(): Promise<void> {
  try {
    await server?.end();
  } finally {
    for (const step of undo.toReversed()) step();
  }
  process.exit(0);
}
