import type { Api } from "./api.ts";
import type { DeliveryAnswer, MessageAnswer } from "./answers.ts";
import { Failure } from "./failure.ts";
import { compareWithLedger, readLedger } from "./ledger.ts";
import { summarise } from "./summary.ts";
import { renderTable } from "./table.ts";

/** Prints what became of a message; resolves with its deliveries. Throws `Failure` when somebody is not accounted for. */
export async function printResult(
  api: Api,
  message: MessageAnswer,
  peopleInFile: number,
  simulatorUrl: string,
  signal: AbortSignal,
): Promise<readonly DeliveryAnswer[]> {
  const deliveries = await api.deliveries(message.id);
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
