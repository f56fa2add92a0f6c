import type { Problem } from "@todoke/core";
import type { MessageRequest } from "../message-request.ts";
import type { Page, PageRequest } from "../message-view.ts";

/** What people do that a message can start from. */
export const triggerTypes = ["follow", "text", "postback", "join", "member-joined"] as const;

/** `whole`: the text is the keyword. `contains`: the keyword stands in it. */
export const keywordMatches = ["whole", "contains"] as const;
export type KeywordMatch = (typeof keywordMatches)[number];

/** Which events a trigger fits; where nothing more is said, all of the type. */
export type TriggerCondition =
  /** `again`: only people who come back, or only those who do not. */
  | { readonly type: "follow"; readonly again?: boolean }
  /** Keywords of which one is enough, whatever their case and width. Default `whole`. */
  | { readonly type: "text"; readonly keywords?: readonly string[]; readonly match?: KeywordMatch }
  /** All that is given has to hold. */
  | {
      readonly type: "postback";
      readonly data?: string;
      readonly dataStartsWith?: string;
      readonly parameter?: PostbackParameter;
    }
  /** The account comes into a group, which gets the message. */
  | { readonly type: "join" }
  /** People come into a group, which gets the message. */
  | { readonly type: "member-joined" };

/** A parameter of postback data that is written like a query: `action=buy&item=42`. */
export interface PostbackParameter {
  readonly name: string;
  /** Absent: any. */
  readonly value?: string;
}

/** What a trigger sends to whom an event came from. */
export type TriggerMessage = Omit<
  MessageRequest,
  "reference" | "to" | "audience" | "inReplyTo" | "open" | "test" | "sendAt" | "expiresAt" | "sendingSpeedLimit" | "budget"
>;

/** What a trigger is to be. */
export interface NewTrigger {
  /** For people. */
  readonly name: string;
  /** Only events that come in there. Absent: at every account. */
  readonly account?: string;
  readonly when: TriggerCondition;
  readonly message: TriggerMessage;
  /** How long a person, or a group, who had its message gets none, ISO 8601. Default PT10S. */
  readonly atMostEvery?: string;
  /** Default true. */
  readonly enabled?: boolean;
}

/** A rule by which what people do starts messages. */
export interface TriggerView extends Required<Omit<NewTrigger, "account">> {
  /** `trg_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly account?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What came of an event that a trigger fits. */
export const firingResults = ["pending", "submitted", "refused", "too-soon", "too-late"] as const;

/**
 * `submitted`: there is a message. `refused`: it was no message that can be sent. `too-soon`: within `atMostEvery`. `too-late`: the
 * event was more than an hour old. `pending`: none of these yet.
 */
export type FiringResult = (typeof firingResults)[number];

/** One event that a trigger fits. */
export interface FiringView {
  /** The inbound event, `evt_…`. */
  readonly event: string;
  readonly at: Date;
  readonly result: FiringResult;
  /** Present with `submitted`: `msg_…`. */
  readonly message?: string;
  /** Present with `refused`; pointers lead into the trigger's `message`. */
  readonly problems?: readonly Problem[];
}

/** Messages that start from inbound events. Methods with an id give undefined where there is no such trigger. */
export interface Triggers {
  /** It fires on events that come in from here on. Throws `InvalidRequestError`, also where its message could never be sent. */
  create(request: NewTrigger): Promise<TriggerView>;
  /** Newest first. */
  list(request: PageRequest): Promise<Page<TriggerView>>;
  get(id: string): Promise<TriggerView | undefined>;
  /**
   * What is absent stays; an `account` of null is every account. Throws `InvalidRequestError`, but where the trigger is off
   * afterwards: one that no longer works can be stopped.
   */
  change(id: string, changes: TriggerChanges): Promise<TriggerView | undefined>;
  /** With its firings; what it has sent stays. False where there is no such trigger. */
  remove(id: string): Promise<boolean>;
  /** Those of the last 30 days, newest first. */
  firings(id: string, request: PageRequest): Promise<Page<FiringView> | undefined>;
}

/** What is to be otherwise about a trigger. */
export type TriggerChanges = Partial<Omit<NewTrigger, "account">> & { readonly account?: string | null };
