import type { ContactFilter } from "../filters/contact-filter.ts";
import type { KeyedPlace } from "../idempotency/keyed-requests-view.ts";
import type { MessageView } from "../message-view.ts";
import type { InsertedMessage, NewDelivery, NewMessage } from "../store/insert-message.ts";

/** A checked message on its way into the database. */
export interface Acceptance {
  readonly message: NewMessage;
  readonly deliveries: readonly NewDelivery[];
  /** A list that is kept here, by its id, in place of `deliveries`. */
  readonly listId: string | undefined;
  /** What finds its people, in place of `deliveries`. */
  readonly filter: ContactFilter | undefined;
  /** What the caller is answered once it is written. */
  readonly view: (inserted: InsertedMessage & { readonly recipients: number }) => MessageView;
  /** Undefined where a repetition would be another message. */
  readonly keyed: KeyedPlace | undefined;
}

/** What became of it: a message, or the answer that an earlier request with its key was given. */
export type Accepted = { readonly message: MessageView } | { readonly replay: string };
