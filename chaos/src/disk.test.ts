import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { reckon } from "./checks/reckoning.ts";
import { emptyDisk, fillDisk } from "./cluster/ballast.ts";
import { isPostgresqlInstalled, startCluster } from "./cluster/cluster.ts";
import { mayMount } from "./cluster/disk.ts";
import { figures } from "./figures.ts";
import { setStage } from "./fleet/stage.ts";
import { startClient, type Client } from "./load/client.ts";
import { makePeople } from "./load/people.ts";

const { people, targets } = makePeople(60);
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe.runIf(isPostgresqlInstalled && mayMount)("a disk of PostgreSQL's that becomes full under load", () => {
  it.each([
    { disk: "data", full: "statements that need room fail" },
    { disk: "log", full: "PostgreSQL itself ends, until its supervisor finds room" },
  ] as const)("costs nothing, by its $disk: $full", async ({ disk }) => {
    const cluster = await startCluster({ data: 128, log: 48 });
    closers.push(() => cluster.close());
    const stage = await setStage({ people, databaseUrl: cluster.url, processes: 2 });
    closers.push(() => stage.close());
    await stage.startServices();
    const client = startClient({ url: stage.url, targets, concurrency: 2, pauseMs: 250 });

    for (let round = 1; round <= figures.fullDisks; round += 1) {
      await sleep(3_000);
      fillDisk(cluster.disks![disk]);
      const refused = await waitForRefusals(client);
      await sleep(figures.fullForMs);
      const acknowledged = client.acknowledged.length;
      emptyDisk(cluster.disks![disk]);
      const recoveredInMs = await waitForNext(client, acknowledged);
      console.log(`round ${round}: ${refused} requests refused with 503 at first, the next was acknowledged ${recoveredInMs} ms after there was room`);
    }
    const { discrepancies } = await reckon(stage, client, { url: cluster.url });

    expect(discrepancies).toEqual([]);
  });
});

const patienceMs = 60_000;

/** Until callers are refused; gives how often they were. */
async function waitForRefusals(client: Client): Promise<number> {
  const before = client.answers.get("503") ?? 0;
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(50)) {
    const refused = (client.answers.get("503") ?? 0) - before;
    if (refused > 0) return refused;
  }
  throw new Error("nobody was refused though the disk is full");
}

/** Until one more is acknowledged; gives how long that took, in milliseconds. */
async function waitForNext(client: Client, acknowledged: number): Promise<number> {
  const startedAt = Date.now();
  while (client.acknowledged.length <= acknowledged) {
    if (Date.now() - startedAt > patienceMs) throw new Error("nothing is accepted though there is room again");
    await sleep(20);
  }
  return Date.now() - startedAt;
}
