import type { Route } from "../accounts.ts";
import type { EngineContext } from "../engine-context.ts";
import { laneOf } from "../pace/lane.ts";
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
  const answers = await Promise.all(questions.map((question) => ask(context, question, now)));
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

function ask(
  { slots, pace, settings, signal, log }: EngineContext,
  { route, address }: AddressQuestion,
  now: Date,
): Promise<KnownReachability> {
  return new Promise((resolve) => {
    void slots.start(async () => {
      try {
        const lane = laneOf(route, route.adapter.reachability!.endpoint);
        if (lane !== undefined) {
          await pace.turn(lane, undefined, Number.POSITIVE_INFINITY, signal);
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
