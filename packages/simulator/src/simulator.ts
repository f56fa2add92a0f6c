import type { FaultRule } from "./faults.ts";
import type { LineEvent } from "./line/events/line-event.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { Person, PersonChange } from "./people.ts";
import type { Statistics } from "./statistics.ts";

/** A running simulator. */
export interface Simulator {
  /**
   * `http://127.0.0.1:PORT`: the base address of LINE's API, of its data API, and of Twilio's API. Providers that were
   * added have theirs at `{url}/{provider}`.
   */
  readonly url: string;
  /** What was accepted, in order. */
  ledger(): readonly LedgerEntry[];
  /** Arms a fault; throws `InvalidInputError` for a rule that is none. */
  addFault(rule: FaultRule): void;
  /** Drops the faults that are left. */
  clearFaults(): void;
  /** Replaces everybody; posts no webhooks. */
  setPeople(people: readonly Person[]): void;
  /**
   * Changes one person. Becoming `blocked` posts an `unfollow` webhook and becoming `friend` a `follow` one, unless
   * the change is `silent`. Throws `UnknownPersonError` when nobody has that id or number.
   */
  setPerson(idOrPhone: string, change: PersonChange): void;
  /**
   * Lets a person write: to the LINE account when named by LINE user id (a `message` webhook with a reply token), by
   * SMS when named by phone number (posted to `twilio.inboundUrl`, and by providers that were added as they are set up;
   * STOP opts out, START back in). Throws `UnknownPersonError` when nobody has that id or number.
   */
  personWrites(idOrPhone: string, text: string): void;
  /**
   * Lets something happen on LINE: somebody sends a picture, taps a button or takes a message back, the account is added
   * to a group … All events arrive in one webhook. Throws `InvalidInputError` for what LINE does not report.
   */
  raiseLineEvents(...events: LineEvent[]): void;
  /** Moves the simulator's clock forward; what falls due on the way is started, see `settled`. */
  advanceClock(ms: number): void;
  /** Resolves when no callback is under way and none is due at the present clock. */
  settled(): Promise<void>;
  statistics(): Statistics;
  /** Ends every connection; what has not been posted is dropped. */
  close(): Promise<void>;
}
