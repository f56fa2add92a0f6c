import { isObject } from "../json.ts";

export interface SentMessage {
  readonly id: string;
  /** Only messages that can be quoted have one. */
  readonly quoteToken?: string;
}

export interface MessageIds {
  /** Names each message of a push, in order. */
  assign(messages: readonly unknown[]): SentMessage[];
}

const quotable: ReadonlySet<unknown> = new Set(["text", "textV2", "sticker", "image", "video", "template", "flex"]);

/** Ids of 18 digits, ascending: too long for a JavaScript number, as LINE's own are. */
export function createMessageIds(): MessageIds {
  let assigned = 10_000_000_000_000;
  return {
    assign: (messages) =>
      messages.map((message) => {
        assigned += 1;
        const id = `5612${assigned}`;
        const hasQuoteToken = isObject(message) && quotable.has(message["type"]);
        return hasQuoteToken ? { id, quoteToken: `quote-${assigned.toString(36)}` } : { id };
      }),
  };
}
