import type { ErrorClass, JsonObject, ProviderAudienceStatus, Recipient } from "@todoke/core";

export const audienceTypes = ["list", "filter"] as const;

export type AudienceType = (typeof audienceTypes)[number];

/** A list of people that a caller keeps here, or a filter that finds them anew each time. */
export interface AudienceView {
  /** `aud_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly type: AudienceType;
  readonly name: string;
  readonly createdAt: Date;
  /** When its members, its name or its filter last changed. */
  readonly updatedAt: Date;
  /** Of a filter only where it is asked for by itself. */
  readonly members?: number;
  /** Of a filter, as it was given. */
  readonly filter?: JsonObject;
}

export interface AudienceDetail extends AudienceView {
  /** How many members have an address of each kind. */
  readonly addresses: readonly AddressCount[];
  /** The latest push to each account. */
  readonly pushes: readonly AudiencePush[];
}

export interface AddressCount {
  readonly kind: string;
  readonly members: number;
  /** Addresses without repetition. */
  readonly distinct: number;
}

export interface AudienceMember extends Recipient {
  /** `mbr_`, the audience's 32 hexadecimal digits, `_` and a number that grows with each new member. */
  readonly id: string;
}

/** What became of people that were given for a list. */
export interface AddedMembers {
  /** Who was not there before; the others were brought up to date. */
  readonly added: number;
  readonly updated: number;
  /** All of them now. */
  readonly members: number;
}

export const pushStatuses = ["adding", "waiting", "ready", "failed"] as const;

/** `adding`: ids are on their way to the provider. `waiting`: it has them all and prepares its audience. */
export type PushStatus = (typeof pushStatuses)[number];

/** A stored list on its way into an audience at a provider. */
export interface AudiencePush {
  /** `psh_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly audienceId: string;
  readonly account: string;
  /** Of the provider's audience; ends in the push's own mark, by which it is found again. */
  readonly name: string;
  readonly status: PushStatus;
  /** Addresses to add, without repetition. */
  readonly total: number;
  /** How many of them the provider has taken. */
  readonly added: number;
  /** How many of them it never takes, such as groups. */
  readonly skipped: number;
  /** Absent until the provider has made it. */
  readonly providerAudienceId?: string;
  /** As the provider last said. */
  readonly providerStatus?: ProviderAudienceStatus;
  /** Why it failed, or why it is tried again. */
  readonly error?: PushError;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface PushError {
  readonly class: ErrorClass;
  readonly code: string;
  readonly detail: string;
}

/** How a message went to people whom only its provider knows. */
export interface AudienceSend {
  /** False where it went to a list of people, one delivery each. */
  readonly isToProviderAudience: boolean;
  /** Present once a provider took it on. */
  readonly accepted?: { readonly account: string; /** The provider's name for the send. */ readonly requestId: string };
}
