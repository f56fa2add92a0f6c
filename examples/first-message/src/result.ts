import { isDeepStrictEqual } from "node:util";
import type { Api } from "./api.ts";
import type { DeliveryDetailAnswer } from "./answers.ts";
import { Failure } from "./failure.ts";
import { compareWithLedger, readLedger } from "./ledger.ts";
import { summarise } from "./summary.ts";
import { renderTable } from "./table.ts";

/** Prints what became of a message; resolves with its deliveries. Throws `Failure` when somebody is not accounted for. */
export async function printResult(
  api: Api,
  messageId: string,
  peopleInFile: number,
  simulatorUrl: string,
  signal: AbortSignal,
): Promise<readonly DeliveryDetailAnswer[]> {
  const { message, deliveries } = await readAtOneMoment(api, messageId);
  const summary = summarise(message, deliveries, peopleInFile);
  const comparisons = compareWithLedger(message, deliveries, await readLedger(simulatorUrl, signal));
  console.log(`\n${renderTable(summary, comparisons)}\n`);
  if (summary.discrepancies.length > 0) {
    throw new Failure(
      `Not everybody is accounted for.\n${summary.discrepancies.join("\n")}\n` +
        "If people.csv was changed since the message was sent, remove the data folder to send it anew.",
    );
  }
  console.log(`${summary.sum} of ${peopleInFile} people: every one accounted for.`);
  if (comparisons.some(({ service, provider }) => service !== provider)) {
    console.log("Service and ledger differ: the answer to a call was lost, as happens when a process is killed.");
  }
  return deliveries;
}

/** A receipt that comes late still corrects a completed message, perhaps while its deliveries are being read. */
async function readAtOneMoment(api: Api, messageId: string) {
  let message = await api.message(messageId);
  for (;;) {
    const deliveries = await api.deliveries(messageId);
    const again = await api.message(messageId);
    if (isDeepStrictEqual(message.counts, again.counts)) return { message, deliveries };
    message = again;
  }
}
