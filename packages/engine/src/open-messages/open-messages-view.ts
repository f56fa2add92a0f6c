import type { Problem, Recipient } from "@todoke/core";
import type { MessageView, Page, PageRequest } from "../message-view.ts";
import type { KeyedAnswer, RequestKey } from "../idempotency/keyed-requests-view.ts";

/**
 * Messages that were submitted with `open: true`, whose recipients come in bit by bit, until they are started. Each call
 * answers undefined when there is no such message.
 */
export interface OpenMessages {
  /**
   * Takes recipients in as they come, some thousands in each transaction, and asks for more only when those are stored.
   * Where it is cut off, whole transactions stay: the same lines under the same name go on where it was, and change nothing
   * where all is there already. Throws `StateError`, `PartError`, `RefusedLineError` and `InvalidRequestError`, and whatever
   * `lines` throws; what was stored by then stays.
   */
  addRecipients(messageId: string, lines: AsyncIterable<RecipientLine>, options?: AddRecipientsOptions): Promise<RecipientPart | undefined>;
  /** How far each part has come, by name. */
  parts(messageId: string, request: PageRequest): Promise<Page<RecipientPart> | undefined>;
  /** Every line that was refused, by part and line. */
  refusedLines(messageId: string, request: PageRequest): Promise<Page<RefusedLine> | undefined>;
  /**
   * Nobody can be added any more: sends, or waits for `sendAt`. Can be repeated, and then changes nothing. Throws
   * `StateError`, and `InvalidRequestError` when the moment does not fit.
   */
  start(messageId: string, request?: StartRequest): Promise<MessageView | undefined>;
  /** The same for a request that may be sent again when its answer was lost. */
  startOnce(messageId: string, request: StartRequest, key: RequestKey): Promise<KeyedAnswer | undefined>;
}

/** Somebody, or a line of which somebody else has found that it is nobody. */
export type RecipientLine = Recipient | BadLine;

/** What is wrong with a line, with pointers into it. */
export interface BadLine {
  readonly problems: readonly Problem[];
}

export interface AddRecipientsOptions {
  /** The caller's own name for these lines, of 1 to 255 characters. Default `recipients`. */
  readonly part?: string;
  /** Which line of the part the first one is; at most one more than the part has. Default 1. */
  readonly firstLine?: number;
  /** `skip` leaves bad lines out and tells of them; `refuse` stops before the first one. Default `skip`. */
  readonly onBadLine?: OnBadLine;
}

export const onBadLineChoices = ["skip", "refuse"] as const;

export type OnBadLine = (typeof onBadLineChoices)[number];

/** Lines that were sent under one name, and what became of them. */
export interface RecipientPart {
  readonly part: string;
  /** How many are dealt with, taken or refused: an upload that was cut off goes on after them. */
  readonly lines: number;
  readonly taken: number;
  readonly refused: number;
  /** The part was read to its end. */
  readonly isComplete: boolean;
  readonly updatedAt: Date;
  /** The first 100 lines that were refused. */
  readonly refusedLines: readonly RefusedLine[];
}

export interface RefusedLine {
  readonly part: string;
  /** From 1. */
  readonly line: number;
  /** With pointers into the line. */
  readonly problems: readonly Problem[];
}

export interface StartRequest {
  /** ISO 8601 instant; in place of the message's own. */
  readonly sendAt?: string;
}
