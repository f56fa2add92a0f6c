import { InvalidRequestError } from "@todoke/core";
import { type MessageRequest, type ProjectEngine, ReferenceInUseError } from "@todoke/engine";
import { type InfobipStatus, statuses } from "./statuses.ts";
import { inTheirPlace, placeInTo } from "./their-pointers.ts";
import type { Destination, LineBulk, LineMessage } from "./to-messages.ts";

/** The answer of Infobip's `POST /line/1/messages`. */
export interface InfobipAnswer {
  readonly bulkId: string;
  readonly messages: readonly InfobipAnsweredMessage[];
}

export interface InfobipAnsweredMessage {
  readonly messageId: string;
  readonly status: InfobipStatus;
  readonly destination: string;
}

/** The span that asks for the messages. */
type Asking = Pick<MessageRequest, "parentSpan">;

/** What became of each destination. */
type Statuses = Map<Destination, InfobipStatus>;

/** Throws `InvalidRequestError` with pointers into their request where one of the messages cannot be carried out; then none was accepted. */
export async function sendMessages(engine: ProjectEngine, { bulkId, destinations, messages }: LineBulk, span: Asking): Promise<InfobipAnswer> {
  // Each is accepted by itself: look at all of them before the first is.
  if (messages.length > 1) for (const message of messages) await checkMessage(engine, message);
  const found: Statuses = new Map();
  for (const message of messages) {
    try {
      await submitMessage(engine, message, span, found);
    } catch (error) {
      if (!InvalidRequestError.is(error)) throw error;
      if (![...found.values()].includes(statuses.enRoute)) throw inTheirPlace(error, message.place);
      for (const destination of message.destinations) found.set(destination, { ...statuses.systemError, action: error.message });
    }
  }
  const statusOf = (destination: Destination) => found.get(destination) ?? noAddress;
  return { bulkId, messages: destinations.map((each) => ({ messageId: each.messageId, status: statusOf(each), destination: each.to })) };
}

const noAddress: InfobipStatus = { ...statuses.badDestination, action: "must be a phone number with its country code, or a LINE user, group or room id" };

/** With one of its recipients: what is wrong with the message is wrong for all of them, and what is wrong with them is told of each. */
async function checkMessage(engine: ProjectEngine, { place, request, destinations: [first] }: LineMessage): Promise<void> {
  try {
    await engine.explain({ ...request, to: [first!.recipient] });
  } catch (error) {
    if (!InvalidRequestError.is(error)) throw error;
    if (!error.problems.every((problem) => placeInTo(problem) !== undefined)) throw inTheirPlace(error, place);
  }
}

/** Leaves out whom the engine refuses, each with its reason, until it takes the others. */
async function submitMessage(engine: ProjectEngine, { request, destinations }: LineMessage, span: Asking, found: Statuses): Promise<void> {
  let asked = destinations;
  while (asked.length > 0) {
    const { status, refused } = await submitTo(engine, { ...request, ...span, to: asked.map(({ recipient }) => recipient) });
    asked.forEach((destination, place) => {
      const action = refused.get(place);
      if (action !== undefined) found.set(destination, { ...statuses.badDestination, action });
      else if (status !== undefined) found.set(destination, status);
    });
    asked = asked.filter((destination) => !found.has(destination));
  }
}

interface Submitted {
  /** Of all of them; undefined where some were refused, so that nothing was written. */
  readonly status?: InfobipStatus;
  /** By place among those that were asked for. */
  readonly refused: ReadonlyMap<number, string>;
}

/** Throws `InvalidRequestError` for what is not about single recipients. */
async function submitTo(engine: ProjectEngine, request: MessageRequest): Promise<Submitted> {
  try {
    await engine.submit(request);
    return { status: statuses.enRoute, refused: new Map() };
  } catch (error) {
    if (ReferenceInUseError.is(error)) return { status: statuses.duplicateMessageId, refused: new Map() };
    if (!InvalidRequestError.is(error)) throw error;
    const refused = error.problems.map((problem) => [placeInTo(problem), problem.detail] as const);
    if (!refused.every((each): each is [number, string] => each[0] !== undefined)) throw error;
    return { refused: new Map(refused) };
  }
}
