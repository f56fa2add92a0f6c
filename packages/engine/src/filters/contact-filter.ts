import type { Purpose } from "@todoke/core";
import type { ConsentState } from "../consents/consent.ts";

/** Which people are meant, by what is known of them. Each part says one thing. */
export type ContactFilter =
  | { readonly and: readonly ContactFilter[] }
  | { readonly or: readonly ContactFilter[] }
  | { readonly not: ContactFilter }
  /** Of this kind. */
  | { readonly hasAddress: string }
  | { readonly attribute: AttributeTest }
  /** A language tag: `en` means `en-GB` too. */
  | { readonly locale: string }
  /** IANA name. */
  | { readonly timeZone: string }
  | { readonly consent: ConsentTest }
  /** Who has an address that is in this list, by the list's id as the database has it. */
  | { readonly inList: string };

/** A value that an attribute is compared with. */
export type ComparedValue = string | number | boolean;

/** An attribute's name and one comparison. A list of texts is what any of its entries is. */
export type AttributeTest = { readonly name: string } & (
  | { readonly is: ComparedValue }
  /** Everybody else, who has no such attribute too. */
  | { readonly isNot: ComparedValue }
  | { readonly in: readonly ComparedValue[] }
  | { readonly exists: boolean }
  /** Numbers with numbers, texts with texts by code points; others are neither. */
  | { readonly greaterThan: string | number }
  | { readonly lessThan: string | number }
);

/** What was last said of messages of this purpose on this channel. */
export interface ConsentTest {
  readonly channel: string;
  readonly purpose: Purpose;
  readonly state: ConsentState | "unknown";
}

/** Bounds of a filter: what is within them is compiled and carried out in a moment. */
export const filterBounds = { depth: 8, parts: 100, values: 100, nameLength: 64, textLength: 1_000 } as const;
