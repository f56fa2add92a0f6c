import { randomUUID } from "node:crypto";
import type { Recipient } from "@todoke/core";
import type { MessageRequest } from "@todoke/engine";
import type { OpenAccount } from "../../../accounts.ts";
import { maximumRecipients } from "../../dto/message-request-dto.ts";
import { type FieldProblem, HttpProblem } from "../../problem.ts";
import { addressesOf } from "../addresses.ts";
import { variablesOf } from "./kept.ts";
import type { InfobipDestinationDto, InfobipLineRequestDto, InfobipMessageDto } from "./line-request-dto.ts";
import { type LineChannel, requestOf } from "./message-request.ts";
import { shareOfSpeed } from "./share-of-speed.ts";

/** One destination of the request. */
export interface Destination {
  readonly to: string;
  readonly messageId: string;
}

/** One that has an address. */
interface KnownDestination extends Destination {
  readonly recipient: Recipient;
}

/** A message of ours, for those of one message of theirs who have the same kind of address. */
export interface LineMessage {
  /** Which of their messages it comes from. */
  readonly place: number;
  /** Without its recipients. */
  readonly request: MessageRequest;
  readonly destinations: readonly KnownDestination[];
}

/** Everything that a request asks for. */
export interface LineBulk {
  readonly bulkId: string;
  /** All of them, in the order of the request; the same objects as in `messages`. */
  readonly destinations: readonly Destination[];
  readonly messages: readonly LineMessage[];
}

/** Phone numbers get notifications, friends and groups are pushed to. */
const channelOf = { phone: "line-notification", line: "line" } as const satisfies Record<string, LineChannel>;

/** Throws `HttpProblem` where the request contradicts itself. */
export function toMessages(body: InfobipLineRequestDto, accounts: readonly OpenAccount[]): LineBulk {
  const { bulkId = randomUUID(), sendAt, sendingSpeedLimit } = body.options?.schedule ?? {};
  const problems: FieldProblem[] = [];
  const perMessage = body.messages.map((message) => destinationsOf(message, bulkId));
  const messages = body.messages.flatMap((message, place) =>
    Object.entries(channelOf).flatMap(([kind, channel]): LineMessage[] => {
      const destinations = perMessage[place]!.filter((each): each is KnownDestination => "recipient" in each && kind in each.recipient.addresses);
      if (destinations.length === 0) return [];
      const request = requestOf({ message, channel, accounts, pointer: `/messages/${place}`, problems });
      return [{ place, request: { ...request, ...(sendAt !== undefined && { sendAt: withColon(sendAt) }), ...referenceOf(message) }, destinations }];
    }));
  const recipients = perMessage.flat().length;
  if (recipients > maximumRecipients) problems.push({ pointer: "/messages", code: "too-many-recipients", detail: `has ${recipients} destinations in all: at most ${maximumRecipients} fit into one request` });
  if (problems.length > 0) throw new HttpProblem("invalid-request", "Request cannot be processed; nothing was written.", problems);
  const all = messages.reduce((sum, { destinations }) => sum + destinations.length, 0);
  return {
    bulkId,
    destinations: perMessage.flat(),
    messages: messages.map((message) => {
      const speed = shareOfSpeed(sendingSpeedLimit, message.destinations.length, all);
      return speed === undefined ? message : { ...message, request: { ...message.request, sendingSpeedLimit: speed } };
    }),
  };
}

function destinationsOf({ destinations, sender, options = {}, webhooks = {} }: InfobipMessageDto, bulkId: string): readonly (Destination | KnownDestination)[] {
  const { campaignReferenceId } = options;
  const { callbackData } = webhooks;
  return destinations.map((destination) => {
    const { to } = destination;
    const messageId = chosenId(destination) ?? randomUUID();
    const addresses = addressesOf(to);
    if (addresses === undefined) return { to, messageId };
    const variables = variablesOf({ bulkId, messageId, to, sender, ...(callbackData !== undefined && { callbackData }), ...(campaignReferenceId !== undefined && { campaignReferenceId }) });
    return { to, messageId, recipient: { reference: messageId, addresses, variables } };
  });
}

/** An id that the caller chose for a message of its own is used once: a request that is sent again is known by it. */
function referenceOf({ destinations: [first, second] }: InfobipMessageDto): Pick<MessageRequest, "reference"> {
  const messageId = first && chosenId(first);
  return messageId === undefined || second !== undefined ? {} : { reference: `infobip:${messageId}` };
}

/** Theirs may be empty, which names nothing. */
function chosenId({ messageId }: InfobipDestinationDto): string | undefined {
  return messageId === "" ? undefined : messageId;
}

function withColon(instant: string): string {
  return instant.replace(/([+-]\d{2})(\d{2})$/, "$1:$2");
}
