import { type IndexRange, splitRange } from "../index-range.ts";
import { personAt, standingAt } from "../people.ts";
import { runConcurrently } from "../run-concurrently.ts";
import type { Scenario } from "../scenario.ts";
import { wallClockMs } from "../wall-clock.ts";
import { checkMessages } from "./check-messages.ts";
import type { Arena, Contestant, Entrant, Finish } from "./contestant.ts";
import { openRequest, recipientLines, requestFor } from "./message-requests.ts";
import { type MessageAnswer, OrchestratorClient } from "./orchestrator-client.ts";
import { startOrchestratorProcess, type Store } from "./orchestrator-process.ts";

/** The most recipients that one request may carry. */
const recipientsPerMessage = 10_000;
const requestsAtOnce = 4;
const eventsPerWebhook = 500;

/**
 * What the orchestrator knows of the people before the clock starts. `fresh`: LINE's signed webhooks have told it who
 * follows the account and who has blocked it. `cold`: nothing, so that it looks everybody's profile up.
 */
export type Knowledge = "fresh" | "cold";

/** The orchestrator, from POST to the last outcome, with SMS armed behind LINE. */
export function orchestrator(store: Store, knowledge: Knowledge): Contestant {
  return { name: `todoke-${store}-${knowledge}`, role: "ours", enter: (arena) => enter(store, knowledge, arena) };
}

async function enter(store: Store, knowledge: Knowledge, arena: Arena): Promise<Entrant> {
  const { scenario, options, measured, warmUp, signal } = arena;
  await using resources = new AsyncDisposableStack();
  const service = resources.use(await startOrchestratorProcess(store, arena));
  const client = resources.use(new OrchestratorClient(service.url, options.concurrency, signal));
  if (knowledge === "fresh") await tellWhoFollows(client, { from: measured.from, count: measured.count + warmUp.count }, scenario);
  let messages: readonly MessageAnswer[] = [];
  const owned = resources.move();
  return {
    processId: service.process.processId,
    failure: service.process.failure,
    async run(range) {
      const send = scenario === "identical" && range.count > recipientsPerMessage ? sendByStream : sendByRequests;
      const startedAtMs = wallClockMs();
      messages = await send(client, range, scenario);
      return { startedAtMs, ...(await timesOf(client, messages)) };
    },
    check: () => checkMessages(client, messages, scenario),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** As messages that one request can carry each. */
async function sendByRequests(client: OrchestratorClient, range: IndexRange, scenario: Scenario): Promise<readonly MessageAnswer[]> {
  const parts = splitRange(range, recipientsPerMessage);
  const accepted: MessageAnswer[] = [];
  await runConcurrently(parts.length, requestsAtOnce, async (index) => {
    accepted.push(await client.submit(requestFor(parts[index]!, scenario)));
  });
  return Promise.all(accepted.map(({ id }) => client.completed(id)));
}

/** As one message, into which everybody is streamed before it is started. */
async function sendByStream(client: OrchestratorClient, range: IndexRange, scenario: Scenario): Promise<readonly MessageAnswer[]> {
  const { id } = await client.submit(openRequest(scenario));
  const { taken } = await client.addRecipients(id, recipientLines(range, scenario));
  if (taken !== range.count) throw new Error(`${taken} of ${range.count} recipients were taken in`);
  await client.start(id);
  return [await client.completed(id)];
}

/**
 * Tells how everybody in the range stands to the account, through the door that LINE itself uses. Nobody tells of people
 * who are on LINE no more: they count as followers until a push to them is refused.
 */
export async function tellWhoFollows(client: OrchestratorClient, range: IndexRange, scenario: Scenario): Promise<void> {
  const parts = splitRange(range, eventsPerWebhook);
  await runConcurrently(parts.length, requestsAtOnce, (part) => {
    const { from, count } = parts[part]!;
    return client.postLineEvents(
      Array.from({ length: count }, (_, offset) => {
        const { lineUserId } = personAt(from + offset);
        return {
          type: standingAt(from + offset, scenario) === "blocked" ? "unfollow" : "follow",
          mode: "active",
          timestamp: Date.now(),
          webhookEventId: `follow-${lineUserId}`,
          deliveryContext: { isRedelivery: false },
          source: { type: "user", userId: lineUserId },
        };
      }),
    );
  });
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
