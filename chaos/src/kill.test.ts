import { setTimeout as sleep } from "node:timers/promises";
import { openRows } from "@todoke/invariants";
import { afterEach, describe, expect, it } from "vitest";
import { countOpenIntents, countInterruptedAttempts } from "./checks/promises.ts";
import { reckon } from "./checks/reckoning.ts";
import { isPostgresqlInstalled, startCluster } from "./cluster/cluster.ts";
import { figures, seed } from "./figures.ts";
import { setStage, type Stage } from "./fleet/stage.ts";
import { startClient } from "./load/client.ts";
import { makePeople } from "./load/people.ts";
import { randomFrom } from "./random.ts";

const { people, targets } = makePeople(60);
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe.runIf(isPostgresqlInstalled)("three processes on PostgreSQL under load", () => {
  it(`account for everybody after ${figures.kills} kills`, async () => {
    const random = randomFrom(seed);
    const cluster = await startCluster();
    closers.push(() => cluster.close());
    const stage = await setStage({ people, databaseUrl: cluster.url, processes: 3 });
    closers.push(() => stage.close());
    await stage.startServices();
    const client = startClient({ url: stage.url, targets, concurrency: 2, pauseMs: 600 });
    console.log(`${figures.kills} kills, seed ${seed}`);

    const startedAt = Date.now();
    // On until some were killed with a call under way: on a slow machine there is less of that.
    for (let kills = 1; kills <= figures.kills || (await countInterruptedAttempts({ url: cluster.url })) <= figures.kills / 4; kills += 1) {
      if (kills > figures.kills * 5) throw new Error(`after ${kills - 1} kills too few calls were interrupted`);
      // Some come while the last victim is still starting.
      await sleep(300 + random() * 5_000);
      const victim = stage.services[Math.floor(random() * stage.services.length)]!;
      await victim.kill();
      victim.launch();
      if (kills % 10 === 0) console.log(`${kills} kills after ${Math.round((Date.now() - startedAt) / 1_000)} s, ${client.acknowledged.length} messages`);
    }
    const { discrepancies } = await reckon(stage, client, { url: cluster.url });

    expect(discrepancies).toEqual([]);
  });
});

describe("one process on the embedded database under load", () => {
  it(`accounts for everybody after ${figures.embeddedKills} kills that each left an intent without an outcome`, async () => {
    const random = randomFrom(seed);
    const stage = await setStage({ people });
    closers.push(() => stage.close());
    const service = stage.services[0]!;
    await stage.startServices();
    const client = startClient({ url: stage.url, targets, concurrency: 2, pauseMs: 200 });
    console.log(`${figures.embeddedKills} kills, seed ${seed}`);

    let kills = 0;
    for (let tries = 1; kills < figures.embeddedKills; tries += 1) {
      if (tries > figures.embeddedKills * 5) throw new Error(`only ${kills} of ${tries} kills found an intent without an outcome`);
      await sleep(200 + random() * 1_000);
      await service.kill();
      if (await leftAnIntent(stage)) kills += 1;
      await service.start();
    }
    const { discrepancies } = await reckon(stage, client, { dataFolder: stage.dataFolder });

    expect(discrepancies).toEqual([]);
  });
});

async function leftAnIntent(stage: Stage): Promise<boolean> {
  const rows = await openRows({ dataFolder: stage.dataFolder });
  try {
    return (await countOpenIntents(rows)) > 0;
  } finally {
    await rows.close();
  }
}
