import type { Route } from "../accounts.ts";
import type { EngineContext } from "../engine-context.ts";
import { laneKey, laneOf, type Lane } from "../pace/lane.ts";
import { horizonMs } from "../pace/pace.ts";
import type { KnownReachability } from "../plan/consider-step.ts";
import { writeReachability } from "../store/reachability.ts";

/** One address to ask an account about. The account's adapter has the reachability capability. */
export interface AddressQuestion {
  readonly route: Route;
  readonly address: string;
}

/**
 * Asks about all addresses at once, within the bound on calls, and stores the answers for later messages. A question
 * that fails is answered `unknown`, and is not stored: the next message asks again.
 */
export async function lookUpAddresses(
  context: EngineContext,
  questions: readonly AddressQuestion[],
  now: Date,
): Promise<readonly KnownReachability[]> {
  const turns = await takeTurns(context, questions);
  const answers = await Promise.all(questions.map((question, index) => ask(context, question, turns[index], now)));
  const observations = questions.map(({ route, address }, index) => ({
    accountId: route.accountId,
    address,
    ...answers[index]!,
  }));
  await writeReachability(
    context.connection,
    observations.filter((observation) => observation.reachability !== "unknown"),
  );
  return answers;
}

/** The turn of each question, taken in one go for all on a lane; undefined where there is none so soon, or none is needed. */
async function takeTurns(
  { pace }: EngineContext,
  questions: readonly AddressQuestion[],
): Promise<readonly (number | undefined)[]> {
  const turns: (number | undefined)[] = questions.map(() => undefined);
  const lanes = new Map<string, { readonly lane: Lane; readonly indexes: number[] }>();
  for (const [index, { route }] of questions.entries()) {
    const lane = laneOfQuestion(route);
    if (lane === undefined) continue;
    const known = lanes.get(laneKey(lane));
    if (known === undefined) lanes.set(laneKey(lane), { lane, indexes: [index] });
    else known.indexes.push(index);
  }
  await Promise.all(
    [...lanes.values()].map(async ({ lane, indexes }) => {
      const { at } = await pace.take(lane, indexes.length, horizonMs.many);
      for (const [place, turnAt] of at.entries()) turns[indexes[place]!] = turnAt;
    }),
  );
  return turns;
}

function laneOfQuestion(route: Route): Lane | undefined {
  return laneOf(route, route.adapter.reachability!.endpoint);
}

function ask(
  { slots, pace, settings, signal, log }: EngineContext,
  { route, address }: AddressQuestion,
  turnAt: number | undefined,
  now: Date,
): Promise<KnownReachability> {
  return new Promise((resolve) => {
    void slots.start(async () => {
      try {
        const lane = laneOfQuestion(route);
        if (lane !== undefined) {
          await pace.turn(lane, turnAt, Number.POSITIVE_INFINITY, signal);
          await pace.keepDistance(lane, signal);
        }
        const options = { timeoutMs: settings.callTimeoutMs, signal };
        const { reachability, providerCode } = await route.adapter.reachability!.check(address, options);
        resolve({ reachability, providerCode, observedAt: now });
      } catch (error) {
        log.warn({ error, account: route.accountId }, "an address could not be looked up; it is tried without");
        resolve({ reachability: "unknown", providerCode: "lookup-failed", observedAt: now });
      }
    });
  });
}
