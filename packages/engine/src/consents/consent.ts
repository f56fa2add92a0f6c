import type { Purpose } from "@todoke/core";
import { purposesWith } from "../purpose-rules.ts";

export const consentStates = ["granted", "withdrawn"] as const;

export type ConsentState = (typeof consentStates)[number];

/** Purposes that people can refuse: a code that they asked for and an alert come all the same. */
export const consentPurposes: readonly Purpose[] = purposesWith("heedsConsent");

/** What somebody said of messages of one purpose on one channel. */
export interface Consent {
  readonly channel: string;
  readonly purpose: Purpose;
  readonly state: ConsentState;
  /** In the caller's words: `web form`. */
  readonly source: string;
  readonly at: Date;
}

/** A consent as a caller tells of it. */
export interface ConsentStatement {
  readonly channel: string;
  readonly purpose: Purpose;
  readonly state: ConsentState;
  /** In the caller's words; default: how it came here. */
  readonly source?: string;
  /** ISO 8601 instant. Default: now, where it is not what holds already. */
  readonly at?: string;
}

/** Why a message is not to go to somebody on a channel. */
export interface ConsentConcern {
  readonly purpose: Purpose;
  readonly channel: string;
  /** When it was withdrawn; undefined where consent is required and none is known. */
  readonly withdrawnAt: Date | undefined;
}

/** In words for plans and histories; says nothing of the person. */
export function describeConcern({ purpose, channel, withdrawnAt }: ConsentConcern): string {
  if (withdrawnAt === undefined) return `no consent to ${purpose} on ${channel} is known, and the configuration requires it`;
  return `consent to ${purpose} on ${channel} was withdrawn on ${withdrawnAt.toISOString().slice(0, 10)}`;
}
