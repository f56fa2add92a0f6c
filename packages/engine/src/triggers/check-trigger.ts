import { InvalidRequestError, type Problem } from "@todoke/core";
import { parseDurationMs } from "../durations.ts";
import type { EngineAccount } from "../engine.ts";
import type { EngineContext } from "../engine-context.ts";
import { newId } from "../ids.ts";
import type { ReplyTarget } from "../inbound/reply-target.ts";
import type { PlanRequest } from "../message-request.ts";
import { readSubmission } from "../submission.ts";
import { findFacts } from "../submission-facts.ts";
import { foldText } from "./fits.ts";
import type { NewTrigger, TriggerCondition } from "./trigger-view.ts";

/** A double tap gets one answer; who asks again a little later has a reason to. */
export const usualAtMostEvery = "PT10S";
const longestAtMostEveryMs = 365 * 86_400_000;

/** Checks what can be known before any event comes in. Throws `InvalidRequestError`. */
export async function checkTrigger(context: EngineContext, trigger: NewTrigger, defaultPlan: PlanRequest | undefined): Promise<void> {
  const problems = problemsOfCondition(trigger.when);
  const everyMs = parseDurationMs(trigger.atMostEvery ?? usualAtMostEvery);
  if (everyMs === undefined || everyMs > longestAtMostEveryMs) problems.push({ pointer: "/atMostEvery", code: "out-of-range", detail: "must be a duration from PT0S to P365D" });
  const { account } = trigger;
  const hearing = context.accounts.all.filter(({ id, adapters }) => (account === undefined || id === account) && adapters.some(({ webhook }) => webhook !== undefined));
  if (hearing.length === 0) {
    const detail = account === undefined ? "no account takes in what people do" : "there is no account with this id that takes in what people do";
    problems.push({ pointer: "/account", code: "no-account", detail });
  } else problems.push(...(await problemsOfMessage(context, hearing, trigger, defaultPlan)));
  if (problems.length > 0) throw new InvalidRequestError(problems);
}

function problemsOfCondition(when: TriggerCondition): Problem[] {
  const keywords = when.type === "text" ? (when.keywords ?? []) : [];
  return keywords.flatMap((keyword, index) => (foldText(keyword) === "" ? [{ pointer: `/when/keywords/${index}`, code: "empty", detail: "must be more than space" }] : []));
}

/** It has to be possible at one of the accounts; else what is wrong at the first. */
async function problemsOfMessage(
  context: EngineContext,
  hearing: readonly EngineAccount[],
  { message }: NewTrigger,
  defaultPlan: PlanRequest | undefined,
): Promise<readonly Problem[]> {
  try {
    const facts = await findFacts(context, message, defaultPlan);
    const findings = hearing.map((account) => problemsIn(() => readSubmission(context, message, { ...facts, reply: anyReplyAt(account) })));
    return findings.some((problems) => problems.length === 0) ? [] : findings[0]!;
  } catch (error) {
    return pointedIntoMessage(error);
  }
}

/** An answer at the account, to nobody yet. */
function anyReplyAt({ id, adapters }: EngineAccount): ReplyTarget {
  const adapter = adapters.find(({ reply }) => reply !== undefined) ?? adapters.find(({ webhook }) => webhook !== undefined)!;
  return { eventId: newId(), account: id, channel: adapter.channel, addressKind: adapter.address.kind, address: "" };
}

function problemsIn(read: () => unknown): readonly Problem[] {
  try {
    read();
    return [];
  } catch (error) {
    return pointedIntoMessage(error);
  }
}

/** Without what is wrong with the recipient, whom nobody knows before the event. Throws what is no refusal. */
function pointedIntoMessage(error: unknown): readonly Problem[] {
  if (!InvalidRequestError.is(error)) throw error;
  return error.problems.filter(({ pointer }) => !pointer.startsWith("/to/")).map((problem) => ({ ...problem, pointer: `/message${problem.pointer}` }));
}
