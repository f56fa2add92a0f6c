import type { Purpose } from "@todoke/core";
import type { Route } from "../accounts.ts";
import type { EngineContext } from "../engine-context.ts";
import { laneOf, type Lane } from "../pace/lane.ts";
import { horizonsOf } from "../pace/priority.ts";
import { handOut, takeByLane } from "../pace/take-by-lane.ts";
import type { KnownReachability } from "../plan/consider-step.ts";
import { smallChunkSize } from "../store/insert-message.ts";
import type { Observation } from "../store/reachability.ts";

/** One address to ask an account about. The account's adapter has the reachability capability. */
export interface AddressQuestion {
  readonly route: Route;
  readonly address: string;
}

/** The answers, in the order of the questions. */
export interface LookedUp {
  readonly answers: readonly KnownReachability[];
  /** Resolves when they are stored, or cannot be. Never rejects. */
  readonly stored: Promise<void>;
}

/**
 * Asks about all addresses at once, within the bound on calls, and stores the answers for later messages while these go on. A
 * question that fails is answered `unknown`, and is not stored: the next message asks again.
 */
export async function lookUpAddresses(
  context: EngineContext,
  questions: readonly AddressQuestion[],
  purpose: Purpose,
  now: Date,
): Promise<LookedUp> {
  const lanes = questions.map(({ route }) => laneOf(route, route.adapter.reachability!.endpoint));
  const horizons = horizonsOf(purpose);
  const withinMs = questions.length > smallChunkSize ? horizons.many : horizons.few;
  const nextTurn = handOut(await takeByLane(context.pace, lanes, withinMs));
  const turns = lanes.map((lane) => lane && { lane, at: nextTurn(lane), withinMs });
  const answers = await Promise.all(questions.map((question, index) => ask(context, question, turns[index], now)));
  const observations = questions.map(({ route, address }, index) => ({
    accountId: route.accountId,
    address,
    ...answers[index]!,
  }));
  const found = observations.filter((observation) => observation.reachability !== "unknown");
  return { answers, stored: found.length === 0 ? Promise.resolve() : store(context, found) };
}

/** Without them the next message asks again. */
async function store({ observations, log }: EngineContext, found: readonly Observation[]): Promise<void> {
  await observations.add(found).catch((error: unknown) => log.warn({ error }, "what was looked up could not be stored"));
}

function ask(
  { slots, pace, settings, signal, log }: EngineContext,
  { route, address }: AddressQuestion,
  turn: { readonly lane: Lane; readonly at: number | undefined; readonly withinMs: number } | undefined,
  now: Date,
): Promise<KnownReachability> {
  return new Promise((resolve) => {
    void slots.start(async () => {
      try {
        if (turn !== undefined) {
          await pace.turn(turn.lane, turn.at, { until: Number.POSITIVE_INFINITY, withinMs: turn.withinMs, signal });
          await pace.keepDistance(turn.lane, signal);
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
