import type { JsonObject } from "@todoke/core";
import type { Page, PageRequest } from "../message-view.ts";

/** Something that a person or a group did: wrote, tapped, followed, left. */
export interface InboundEventView {
  /** `evt_` and 32 hexadecimal digits. */
  readonly id: string;
  /** Its place in the order of arrival: grows, with gaps, and is never given to a later event below an earlier one's. */
  readonly position: number;
  /** Where it came in. */
  readonly account: string;
  /** The vendor's own type: `message`, `postback`, `follow`. */
  readonly type: string;
  readonly addressKind: string;
  /** Who it came from: a person, or the group they wrote in. */
  readonly address: string;
  /** The event in the provider's own words, without its reply token. */
  readonly payload: JsonObject;
  /** When it happened, as the provider says. */
  readonly at: Date;
  readonly receivedAt: Date;
  /** Present while one message with `inReplyTo` would go out as a reply, free of quota. */
  readonly canReplyUntil?: Date;
  /** The attempt that used the event's reply token up. */
  readonly repliedBy?: string;
}

export interface InboundEventListRequest extends PageRequest {
  /** The position to go on from, as a number in decimal. */
  readonly cursor?: string;
  /** Default `oldest`: in the order of arrival, to be read on from the last position. */
  readonly order?: "oldest" | "newest";
  readonly account?: string;
  readonly type?: string;
  /** In canonical form. */
  readonly address?: string;
}

/** What people did, kept as it came in. */
export interface InboundLog {
  /** Positions below those of a page never appear later: rows are numbered after they are committed. */
  events(request: InboundEventListRequest): Promise<Page<InboundEventView>>;
  event(id: string): Promise<InboundEventView | undefined>;
}
