import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { reckon } from "./checks/reckoning.ts";
import { isPostgresqlInstalled, startCluster } from "./cluster/cluster.ts";
import { figures } from "./figures.ts";
import { setStage } from "./fleet/stage.ts";
import { startClient } from "./load/client.ts";
import { makePeople } from "./load/people.ts";
import { waitForOutcomes } from "./load/wait-for-outcomes.ts";

/** A lease begins before its call. */
const longestCallMs = 3_000;

const { people, targets } = makePeople(90);
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe.runIf(isPostgresqlInstalled)("one of two processes that is killed with calls under way", () => {
  it(`leaves nothing that is not settled within ${(figures.leaseMs + figures.recoveryMs) / 1_000} s, at a lease of ${figures.leaseMs / 1_000} s`, async () => {
    const cluster = await startCluster();
    closers.push(() => cluster.close());
    const stage = await setStage({
      people,
      databaseUrl: cluster.url,
      processes: 2,
      latencyMs: { min: 1_000, max: 2_000 },
      // None of its own: what is shipped.
      engine: figures.leaseMs === shippedLeaseMs ? {} : { leaseMs: figures.leaseMs, callTimeoutMs: 3_000 },
    });
    closers.push(() => stage.close());
    await stage.startServices();
    const client = startClient({ url: stage.url, targets, concurrency: 2, pauseMs: 300 });
    await sleep(3_000);
    await client.finish();
    await stage.services[0]!.kill();
    const killedAt = Date.now();

    await waitForOutcomes(stage.url, client.acknowledged.map(({ messageId }) => messageId));
    const settledInMs = Date.now() - killedAt;
    console.log(`everybody has an outcome ${(settledInMs / 1_000).toFixed(1)} s after the kill`);
    const { discrepancies } = await reckon(stage, client, { url: cluster.url });

    expect(discrepancies).toEqual([]);
    expect(settledInMs).toBeLessThan(figures.leaseMs + figures.recoveryMs);
    // Else nothing waited for a lease, because no call was under way.
    expect(settledInMs).toBeGreaterThan(figures.leaseMs - longestCallMs);
  });
});

const shippedLeaseMs = 60_000;
