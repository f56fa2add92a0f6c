import { type IndexRange, splitRange } from "../index-range.ts";
import { identicalText, messageTemplate, peopleIn } from "../people.ts";
import { wallClockMs } from "../wall-clock.ts";
import { checkMessages } from "./check-messages.ts";
import type { Arena, Contestant, Entrant, Finish } from "./contestant.ts";
import { type MessageAnswer, OrchestratorClient } from "./orchestrator-client.ts";
import { startOrchestratorProcess, type Store } from "./orchestrator-process.ts";

/** The most recipients that one request may carry. */
const recipientsPerMessage = 10_000;
const eventsPerWebhook = 500;

/**
 * What the orchestrator knows of the people before the clock starts. `fresh`: LINE's signed `follow` webhooks have told
 * it that they are reachable. `cold`: nothing, so that it looks everybody's profile up.
 */
export type Knowledge = "fresh" | "cold";

/** The orchestrator, from POST to the last outcome, with SMS armed behind LINE. */
export function orchestrator(store: Store, knowledge: Knowledge): Contestant {
  return { name: `todoke-${store}-${knowledge}`, role: "ours", enter: (arena) => enter(store, knowledge, arena) };
}

async function enter(store: Store, knowledge: Knowledge, arena: Arena): Promise<Entrant> {
  const { options, measured, warmUp, signal } = arena;
  await using resources = new AsyncDisposableStack();
  const service = resources.use(await startOrchestratorProcess(store, arena));
  const client = resources.use(new OrchestratorClient(service.url, options.concurrency, signal));
  if (knowledge === "fresh") await tellThatReachable(client, { from: measured.from, count: measured.count + warmUp.count });
  let messages: readonly MessageAnswer[] = [];
  const owned = resources.move();
  return {
    processId: service.process.processId,
    failure: service.process.failure,
    async run(range) {
      const bodies = splitRange(range, recipientsPerMessage).map((part) => requestFor(part, options.identical));
      const startedAtMs = wallClockMs();
      const accepted = await Promise.all(bodies.map((body) => client.submit(body)));
      messages = await Promise.all(accepted.map(({ id }) => client.completed(id)));
      return { startedAtMs, ...(await timesOf(client, messages)) };
    },
    check: () => checkMessages(client, messages),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A message with failover armed: an SMS waits behind every push. */
export function requestFor(range: IndexRange, identical: boolean): string {
  return JSON.stringify({
    to: peopleIn(range).map(({ lineUserId, phone, name, parcel }) => ({
      addresses: { line: lineUserId, phone },
      ...(!identical && { variables: { name, parcel } }),
    })),
    content: { type: "text", text: identical ? identicalText : messageTemplate, template: !identical },
    plan: { steps: [{ channel: "line" }, { channel: "sms" }] },
  });
}

/** Makes reachability fresh for everybody in the range, through the door that LINE itself uses. */
export async function tellThatReachable(client: OrchestratorClient, range: IndexRange): Promise<void> {
  for (const part of splitRange(range, eventsPerWebhook)) {
    await client.postLineEvents(
      peopleIn(part).map(({ lineUserId }) => ({
        type: "follow",
        mode: "active",
        timestamp: Date.now(),
        webhookEventId: `follow-${lineUserId}`,
        deliveryContext: { isRedelivery: false },
        source: { type: "user", userId: lineUserId },
      })),
    );
  }
}

/** A lookup goes out before the first push, so dispatch began with whichever the first delivery had first. */
async function timesOf(
  client: OrchestratorClient,
  messages: readonly MessageAnswer[],
): Promise<Pick<Finish, "firstCallAtMs" | "endedAtMs">> {
  const firsts = await Promise.all(messages.map(({ id }) => client.delivery(`${id.replace("msg_", "dlv_")}_0`)));
  const calls = firsts.flatMap(({ timeline = [] }) => timeline.filter(({ type }) => type === "lookup" || type === "attempt"));
  return {
    firstCallAtMs: Math.min(...calls.map(({ at }) => Date.parse(at))),
    endedAtMs: Math.max(...messages.map(({ completedAt }) => Date.parse(completedAt ?? ""))),
  };
}
