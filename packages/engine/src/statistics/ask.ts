import { ProviderError, type CallOptions } from "@todoke/core";
import type { Route } from "../accounts.ts";
import type { EngineContext } from "../engine-context.ts";
import { laneOf } from "../pace/lane.ts";
import { horizonsOf } from "../pace/priority.ts";
import { storableJson } from "../storable-text.ts";
import { readAnswer, writeAnswer, type StoredAnswer } from "../store/statistics-answer.ts";

const minute = 60_000;

/** What is asked, of whom, and under which name the answer is kept. */
export interface Question<Answer extends object> {
  readonly route: Route;
  readonly endpoint: string;
  /** Unique within the account: `unit summer_2026`. */
  readonly name: string;
  /** After this moment nothing new comes: an answer from later on is the last. */
  readonly settlesAt: Date;
  ask(options: CallOptions): Promise<Answer>;
}

export interface Answered<Answer> {
  /** Undefined when there never was an answer. */
  readonly answer: Answer | undefined;
  readonly askedAt: Date | undefined;
  /** Why there is no newer answer, should it be wanted. */
  readonly gap: "rate-limited" | "provider-failed" | undefined;
}

/** How long an answer is good for while numbers still change. */
const freshForMs = 15 * minute;

/** The kept answer while it is good, else a new one as far as the provider's rate allows. Never throws for a provider. */
export async function ask<Answer extends object>(
  context: EngineContext,
  question: Question<Answer>,
): Promise<Answered<Answer>> {
  const { connection, pace, clock, settings, signal, log } = context;
  const { route, endpoint, name, settlesAt } = question;
  const kept = await readAnswer(connection, context.projectId, route.accountId, name);
  const now = clock.now();
  if (kept !== undefined && isGood(kept, settlesAt, now)) return answered<Answer>(kept, undefined);
  const lane = laneOf(route, endpoint);
  if (lane !== undefined && (await pace.take(lane, 1, horizonsOf("notice").few)).at.length === 0) {
    return answered<Answer>(kept, "rate-limited");
  }
  try {
    const answer = storableJson({ ...(await question.ask({ timeoutMs: settings.callTimeoutMs, signal })) } as never);
    const fresh = { answer, askedAt: now };
    await writeAnswer(connection, context.projectId, route.accountId, name, fresh);
    return answered<Answer>(fresh, undefined);
  } catch (error) {
    if (!ProviderError.is(error)) throw error;
    log.warn({ error, account: route.accountId }, "an account could not be asked for statistics");
    return answered<Answer>(kept, "provider-failed");
  }
}

function isGood({ askedAt }: StoredAnswer, settlesAt: Date, now: Date): boolean {
  return askedAt > settlesAt || now.getTime() - askedAt.getTime() < freshForMs;
}

function answered<Answer>(kept: StoredAnswer | undefined, gap: Answered<Answer>["gap"]): Answered<Answer> {
  return { answer: kept?.answer as Answer | undefined, askedAt: kept?.askedAt, gap };
}
