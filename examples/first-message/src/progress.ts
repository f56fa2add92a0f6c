import { setTimeout as sleep } from "node:timers/promises";
import { Presets, SingleBar } from "cli-progress";
import type { Api } from "./api.ts";
import { notReached, reachedBy, type MessageAnswer, type MessageCounts } from "./answers.ts";

const askEveryMs = 250;
/** Without a terminal a line is written at most this often. */
const lineEveryMs = 1_000;

/** Shows how a message gets on until every delivery is final; resolves with it as it then is. */
export async function showProgress(api: Api, id: string, signal: AbortSignal): Promise<MessageAnswer> {
  const display = process.stdout.isTTY ? bar() : lines();
  try {
    for (;;) {
      const message = await api.message(id);
      display.show(message.counts);
      if (message.completedAt !== undefined) return message;
      await sleep(askEveryMs, undefined, { signal });
    }
  } finally {
    display.end();
  }
}

interface Display {
  show(counts: MessageCounts): void;
  end(): void;
}

function bar(): Display {
  const single = new SingleBar(
    { format: "{bar} {value}/{total} | {words}", barsize: 24 },
    Presets.shades_classic,
  );
  let started = false;
  return {
    show(counts) {
      const payload = { words: inWords(counts) };
      if (started) single.update(counts.final, payload);
      else single.start(counts.recipients, counts.final, payload);
      started = true;
    },
    end: () => single.stop(),
  };
}

function lines(): Display {
  let writtenAt = -lineEveryMs;
  return {
    show(counts) {
      if (counts.final < counts.recipients && performance.now() - writtenAt < lineEveryMs) return;
      writtenAt = performance.now();
      process.stdout.write(`${counts.final}/${counts.recipients} | ${inWords(counts)}\n`);
    },
    end: () => undefined,
  };
}

function inWords(counts: MessageCounts): string {
  return [
    `LINE ${reachedBy(counts, "line")}`,
    `notification ${reachedBy(counts, "line-notification")}`,
    `SMS ${reachedBy(counts, "sms")}`,
    `not reached ${notReached(counts)}`,
    `waiting ${counts.waiting}`,
  ].join(", ");
}
