import { InvalidRequestError, type Problem, type Recipient } from "@todoke/core";
import { personOf } from "../caps/digest.ts";
import type { EngineContext } from "../engine-context.ts";
import { formatEventId, formatTriggerId, parseMessageId } from "../ids.ts";
import type { MessageRequest, PlanRequest } from "../message-request.ts";
import { ReferenceInUseError } from "../reference-in-use.ts";
import { readRecipientAt } from "../store/contacts/read-testers.ts";
import { readMessages } from "../store/read-messages.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { claimEvents, markConsidered, type WaitingEvent } from "../store/triggers/claim-events.ts";
import { readEnabledTriggers, type EnabledTrigger } from "../store/triggers/read-triggers.ts";
import { beginFiring, endFiring, type FiringEnd, type FiringKey } from "../store/triggers/write-firings.ts";
import { submitWithoutKey } from "../submit.ts";
import { fits } from "./fits.ts";
import { usesTemplates } from "./uses-templates.ts";
import { variablesOf } from "./variables-of.ts";

/** Answered at the same time: their messages share commits. */
const eventsAtOnce = 32;
/** An event that is older than this gets no answer, in milliseconds: nobody waits for it any more. */
const longestWaitMs = 3_600_000;

/**
 * Fires every trigger that fits what came in. What is cut off is taken up again when the lease ends, and whatever of it was
 * done stays done once. Gives how many events it looked at.
 */
export async function fireTriggers(context: EngineContext, defaultPlan: PlanRequest | undefined): Promise<number> {
  const { connection, projectId, settings } = context;
  if (context.isStopping()) return 0;
  const events = await claimEvents(connection, projectId, settings.leaseMs, eventsAtOnce);
  if (events.length === 0) return 0;
  const triggers = await readEnabledTriggers(connection, projectId);
  const looks = await Promise.allSettled(events.map((event) => look(context, defaultPlan, triggers, event)));
  const failed = looks.find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return events.length;
}

async function look(context: EngineContext, defaultPlan: PlanRequest | undefined, triggers: readonly EnabledTrigger[], event: WaitingEvent): Promise<void> {
  const fitting = triggers.filter(({ account, when }) => (account === undefined || account === event.account) && fits(when, event.act));
  for (const trigger of fitting) await fire(context, defaultPlan, trigger, event);
  await markConsidered(context.connection, context.projectId, event.id);
}

/** The message is known by the reference, which no second one can have: however often this begins, one is sent. */
async function fire(context: EngineContext, defaultPlan: PlanRequest | undefined, trigger: EnabledTrigger, event: WaitingEvent): Promise<void> {
  const { connection, projectId } = context;
  const key: FiringKey = { triggerId: trigger.id, eventId: event.id };
  const person = personOf(event.addressKind, event.address);
  const result = await retryOnConflict(() => beginFiring(connection, projectId, key, { person, happenedAt: event.at, longestWaitMs }));
  if (result !== "pending") return;
  const reference = `${formatTriggerId(trigger.id)}:${formatEventId(event.id)}`;
  const isLate = context.clock.now().getTime() - event.at.getTime() > longestWaitMs;
  const end = isLate ? await endOf(context, reference, { result: "too-late" }) : await send(context, defaultPlan, { trigger, event, reference });
  await endFiring(connection, projectId, key, person, end);
}

interface Sending {
  readonly trigger: EnabledTrigger;
  readonly event: WaitingEvent;
  readonly reference: string;
}

async function send(context: EngineContext, defaultPlan: PlanRequest | undefined, { trigger, event, reference }: Sending): Promise<FiringEnd> {
  const request: MessageRequest = {
    ...trigger.message,
    reference,
    inReplyTo: formatEventId(event.id),
    to: [await recipientOf(context, event, usesTemplates(trigger.message, defaultPlan))],
  };
  try {
    const { id } = await submitWithoutKey(context, request, defaultPlan);
    return { result: "submitted", messageId: parseMessageId(id) };
  } catch (error) {
    if (ReferenceInUseError.is(error)) return { result: "submitted", messageId: parseMessageId(error.messageId) };
    if (InvalidRequestError.is(error)) return endOf(context, reference, { result: "refused", problems: shown(error.problems) });
    throw error;
  }
}

/** What was cut off may have got as far as its message before it became too late for it, or impossible. */
async function endOf({ connection, projectId }: EngineContext, reference: string, withoutMessage: FiringEnd): Promise<FiringEnd> {
  const { items: [message] } = await readMessages(connection, projectId, { reference, limit: 1 });
  return message === undefined ? withoutMessage : { result: "submitted", messageId: parseMessageId(message.id) };
}

/** Whom the event came from, with what is known of them for the steps after the first, and for templates. */
async function recipientOf({ connection, projectId, accounts }: EngineContext, event: WaitingEvent, hasTemplates: boolean): Promise<Recipient> {
  const known = await readRecipientAt(connection, projectId, event.addressKind, event.address);
  const others = Object.entries(known?.addresses ?? {}).filter(([kind]) => accounts.addressRules.has(kind));
  return {
    ...known,
    addresses: { ...Object.fromEntries(others), [event.addressKind]: event.address },
    ...(hasTemplates && { variables: { ...known?.variables, ...variablesOf(event) } }),
  };
}

const mostProblems = 10;

function shown(problems: readonly Problem[]): readonly Problem[] {
  return problems.slice(0, mostProblems).map(({ pointer, code, detail }) => ({ pointer, code, detail }));
}
