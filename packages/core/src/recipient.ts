import type { JsonObject } from "./json.ts";

/** A person or a group, with at most one address for each address kind. */
export interface Recipient {
  /** The caller's own name for this person; comes back in every report. */
  readonly reference?: string;
  /** Addresses by kind. The kinds are declared by adapters (`line`, `phone`); core knows none of them. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Values for templated content. */
  readonly variables?: JsonObject;
  /** BCP 47 language tag. */
  readonly locale?: string;
  /** IANA time zone name. */
  readonly timeZone?: string;
}
