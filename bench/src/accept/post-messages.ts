import { Pool } from "undici";
import { withOrchestratorKey } from "../contestants/orchestrator-key.ts";
import { requestFor } from "../contestants/message-requests.ts";
import type { IndexRange } from "../index-range.ts";
import type { Options } from "../options.ts";
import { cpuBetween, readCpu } from "../cpu-reading.ts";
import { peakResidentBytes } from "../process-statistics.ts";
import { runConcurrently } from "../run-concurrently.ts";
import { wallClockMs } from "../wall-clock.ts";
import type { AcceptFigures } from "./accept-run.ts";
import { acceptRanges } from "./ranges.ts";

/** A server that accepts messages. */
export interface AcceptingServer {
  readonly url: string;
  readonly processId: number;
}

export interface PostedMessages {
  readonly measured: Omit<AcceptFigures, "outcomesPerSecond">;
  /** When the first message was posted, in milliseconds since 1970. */
  readonly startedAtMs: number;
}

/** Posts one message to each person, first to those of the warm-up. Every answer must be a 202. */
export async function postMessages(
  { url, processId }: AcceptingServer,
  options: Options,
  signal: AbortSignal,
  sendAt?: string,
): Promise<PostedMessages> {
  const { measured, warmUp } = acceptRanges(options);
  const pool = new Pool(url, { connections: options.concurrency });
  try {
    await postEach(pool, warmUp, options, signal, sendAt);
    const before = readCpu(processId);
    const startedAtMs = wallClockMs();
    await postEach(pool, measured, options, signal, sendAt);
    const elapsedMs = wallClockMs() - startedAtMs;
    const { contestant, postgresql, driver } = cpuBetween(before, readCpu(processId));
    const perRequest = (used: number | undefined) => (used === undefined ? undefined : used / measured.count);
    const peakBytes = peakResidentBytes(processId);
    return {
      startedAtMs,
      measured: {
        requestsPerSecond: (measured.count / elapsedMs) * 1_000,
        cpuPerRequest: perRequest(contestant),
        postgresqlPerRequest: perRequest(postgresql),
        driverPerRequest: perRequest(driver),
        peakResidentMiB: peakBytes === undefined ? undefined : peakBytes / 2 ** 20,
      },
    };
  } finally {
    await pool.destroy();
  }
}

function postEach(pool: Pool, { from, count }: IndexRange, options: Options, signal: AbortSignal, sendAt?: string): Promise<void> {
  // What the bare handler answers as well: an id and a status.
  const headers = { ...withOrchestratorKey, "content-type": "application/json", prefer: "return=minimal" };
  return runConcurrently(count, options.concurrency, async (offset) => {
    const body = requestFor({ from: from + offset, count: 1 }, "personalised", { sendAt });
    const response = await pool.request({ method: "POST", path: "/v1/messages", headers, body, signal });
    const text = await response.body.text();
    if (response.statusCode !== 202) throw new Error(`a message was answered ${response.statusCode}: ${text.slice(0, 300)}`);
  });
}
