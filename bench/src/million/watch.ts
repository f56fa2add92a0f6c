import { setTimeout as sleep } from "node:timers/promises";
import { residentBytes } from "../process-statistics.ts";
import { readMessage, type MessageCounts } from "./upload.ts";

const betweenMs = 1_000;

/** How it stood at one moment. */
export interface Sample {
  /** Since the message was made, in milliseconds. */
  readonly atMs: number;
  readonly status: string;
  readonly recipients: number;
  readonly final: number;
  /** Of the service's process. Blank elsewhere than on Linux. */
  readonly residentMiB: number | undefined;
  /** What does not add up; empty when everything does. */
  readonly discrepancies: readonly string[];
}

/** Looks at a message and at the process once a second, until it is told to stop. */
export class Watch {
  readonly samples: Sample[] = [];
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;

  constructor(url: string, id: string, processId: number, signal: AbortSignal) {
    this.#running = this.#run(url, id, processId, signal);
    this.#running.catch(() => {});
  }

  /** Takes a last look. Throws what looking threw. */
  async stop(): Promise<readonly Sample[]> {
    this.#stopping.abort();
    await this.#running;
    return this.samples;
  }

  async #run(url: string, id: string, processId: number, signal: AbortSignal): Promise<void> {
    const startedAtMs = performance.now();
    for (let isLast = false; ; isLast = this.#stopping.signal.aborted) {
      const { status, counts } = await readMessage(url, id, signal);
      const resident = residentBytes(processId);
      this.samples.push({
        atMs: Math.round(performance.now() - startedAtMs),
        status,
        recipients: counts.recipients,
        final: counts.final,
        residentMiB: resident === undefined ? undefined : Math.round(resident / 2 ** 20),
        discrepancies: discrepanciesIn(counts),
      });
      if (isLast) return;
      await sleep(betweenMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }
}

const statuses = ["scheduled", "held", "pending", "sending", "waiting", "final"] as const;

/** Every recipient is in one status, and every final one in one outcome. */
export function discrepanciesIn(counts: MessageCounts): readonly string[] {
  const inStatuses = statuses.reduce((sum, status) => sum + counts[status], 0);
  const inOutcomes = counts.outcomes.reduce((sum, { count }) => sum + count, 0);
  return [
    ...(inStatuses === counts.recipients ? [] : [`${counts.recipients} recipients, ${inStatuses} in the statuses`]),
    ...(inOutcomes === counts.final ? [] : [`${counts.final} final, ${inOutcomes} in the outcomes`]),
  ];
}
