import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { reckon } from "./checks/reckoning.ts";
import { isPostgresqlInstalled, startCluster } from "./cluster/cluster.ts";
import { figures } from "./figures.ts";
import { setStage } from "./fleet/stage.ts";
import { startClient } from "./load/client.ts";
import { makePeople } from "./load/people.ts";

const { people, targets } = makePeople(60);
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe.runIf(isPostgresqlInstalled)("a PostgreSQL that is restarted under load", () => {
  it(`costs nothing in ${figures.restarts} restarts, by turns in order and by crashing`, async () => {
    const cluster = await startCluster();
    closers.push(() => cluster.close());
    const stage = await setStage({ people, databaseUrl: cluster.url, processes: 2 });
    closers.push(() => stage.close());
    await stage.startServices();
    const client = startClient({ url: stage.url, targets, concurrency: 2, pauseMs: 400 });

    for (let restarts = 1; restarts <= figures.restarts; restarts += 1) {
      await sleep(figures.restartEveryMs);
      await cluster.restart(restarts % 2 === 0 ? "fast" : "immediate");
      if (restarts % 6 === 0) console.log(`${restarts} restarts, ${client.acknowledged.length} messages`);
    }
    const { discrepancies } = await reckon(stage, client, { url: cluster.url });

    expect(discrepancies).toEqual([]);
    // Else nobody was asked while it was away.
    expect(client.answers.get("503")).toBeGreaterThan(0);
  });
});
