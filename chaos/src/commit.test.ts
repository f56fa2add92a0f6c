import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { reckon } from "./checks/reckoning.ts";
import { isPostgresqlInstalled, startCluster } from "./cluster/cluster.ts";
import { figures, seed } from "./figures.ts";
import { setStage } from "./fleet/stage.ts";
import { startClient } from "./load/client.ts";
import { makePeople } from "./load/people.ts";
import { works } from "./proxy/committed-work.ts";
import { startForgetfulProxy } from "./proxy/forgetful-proxy.ts";
import { randomFrom } from "./random.ts";

/** Of the commits of each kind, so many lose their answer. */
const lossRate = 0.2;
const patienceMs = 240_000;

const { people, targets } = makePeople(30);
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe.runIf(isPostgresqlInstalled)("answers to commits that are lost on their way", () => {
  it(`cost nothing: ${figures.lostAnswers} of each, of ${works.join(", ")}`, async () => {
    const random = randomFrom(seed);
    const cluster = await startCluster();
    closers.push(() => cluster.close());
    const proxy = await startForgetfulProxy(cluster.url, () => isLosing && random() < lossRate);
    closers.push(() => proxy.close());
    let isLosing = false;
    const stage = await setStage({ people, databaseUrl: proxy.url, processes: 2 });
    closers.push(() => stage.close());
    await stage.startServices();
    const client = startClient({ url: stage.url, targets, concurrency: 2, pauseMs: 300 });
    console.log(`${figures.lostAnswers} lost answers of each kind, seed ${seed}`);

    isLosing = true;
    const startedAt = Date.now();
    while (works.some((work) => proxy.lost(work) < figures.lostAnswers)) {
      if (Date.now() - startedAt > patienceMs) break;
      await sleep(100);
    }
    isLosing = false;
    console.log("lost answers:", Object.fromEntries(works.map((work) => [work, proxy.lost(work)])));
    const { discrepancies } = await reckon(stage, client, { url: cluster.url });

    expect(discrepancies).toEqual([]);
    for (const work of works) expect(proxy.lost(work)).toBeGreaterThanOrEqual(figures.lostAnswers);
  });
});
