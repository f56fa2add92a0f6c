import type { Party } from "@todoke/core";
import type { ConsentStatement } from "../consents/consent.ts";

/** What is kept of somebody under one name. */
export type AttributeValue = string | number | boolean | readonly string[];

/** What is to be known of a contact. What is absent stays as it is; null takes away what is there. */
export interface ContactChanges {
  /** Default of a new one: `person`. */
  readonly kind?: Party;
  /** The caller's own name for it; no other contact of the project has it. */
  readonly reference?: string | null;
  /** One of each kind; in place of the one that is there. */
  readonly addresses?: Readonly<Record<string, string | null>>;
  /** By name: names that are not given stay. */
  readonly attributes?: Readonly<Record<string, AttributeValue | null>>;
  /** BCP 47 language tag. */
  readonly locale?: string | null;
  /** IANA time zone name. */
  readonly timeZone?: string | null;
  /** Test messages go to it. */
  readonly tester?: boolean;
  /** Kept beside what was said before. */
  readonly consents?: readonly ConsentStatement[];
}

/** Names that one contact can have attributes under. */
export const maximumAttributes = 100;
