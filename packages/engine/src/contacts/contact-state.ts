import type { Party, Problem } from "@todoke/core";
import { maximumAttributes, type AttributeValue, type ContactChanges } from "./contact-changes.ts";

/** A contact as far as changes bear on it. */
export interface ContactState {
  readonly id: string;
  readonly kind: Party;
  readonly reference: string | undefined;
  readonly locale: string | undefined;
  readonly timeZone: string | undefined;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly isTester: boolean;
  /** What taught us of it. */
  readonly source: string;
  /** At most one of each kind. */
  readonly addresses: readonly StateAddress[];
}

export interface StateAddress {
  readonly kind: string;
  /** In canonical form. */
  readonly address: string;
  /** The account that taught us of it; undefined where a caller gave it. */
  readonly accountId: string | undefined;
  /** Undefined: now. */
  readonly createdAt: Date | undefined;
}

/** Somebody of whom nothing is known yet. */
export function newContactState(id: string, source: string): ContactState {
  const nothing = { reference: undefined, locale: undefined, timeZone: undefined, attributes: {}, isTester: false, addresses: [] };
  return { id, kind: "person", source, ...nothing };
}

/** The contact with the changes. Pure; addresses are in canonical form. */
export function changeContact(contact: ContactState, changes: ContactChanges): ContactState {
  const { kind = contact.kind, tester = contact.isTester } = changes;
  return {
    ...contact,
    kind,
    isTester: tester,
    reference: changed(contact.reference, changes.reference),
    locale: changed(contact.locale, changes.locale),
    timeZone: changed(contact.timeZone, changes.timeZone),
    attributes: withAttributes(contact.attributes, changes.attributes),
    addresses: Object.entries(changes.addresses ?? {}).reduce(withAddress, contact.addresses),
  };
}

/** The contact with the addresses of another that turned out to be the same, in place of its own of these kinds. */
export function absorbContact(contact: ContactState, { addresses }: ContactState): ContactState {
  const kept = contact.addresses.filter(({ kind }) => addresses.every((each) => each.kind !== kind));
  return { ...contact, addresses: [...kept, ...addresses] };
}

/** Nothing is known of it but an address that a provider told: it may as well be somebody whom a caller tells of. */
export function isOnlyLearnt({ kind, reference, locale, timeZone, attributes, isTester, addresses }: ContactState): boolean {
  const isNamed = reference !== undefined || locale !== undefined || timeZone !== undefined || isTester || Object.keys(attributes).length > 0;
  return kind === "person" && !isNamed && addresses.length === 1 && addresses[0]!.accountId !== undefined;
}

/** Why a contact cannot be kept like that. */
export function problemOfContact({ reference, addresses, attributes }: ContactState): Problem | undefined {
  if (reference === undefined && addresses.length === 0) {
    return { pointer: "", code: "nobody", detail: "say who it is: needs a reference or at least one address" };
  }
  if (Object.keys(attributes).length <= maximumAttributes) return undefined;
  const detail = `with those that are there it would have more than ${maximumAttributes}`;
  return { pointer: "/attributes", code: "too-many-attributes", detail };
}

function changed(present: string | undefined, given: string | null | undefined): string | undefined {
  return given === undefined ? present : (given ?? undefined);
}

function withAttributes(
  present: ContactState["attributes"],
  given: ContactChanges["attributes"] = {},
): ContactState["attributes"] {
  const merged = new Map<string, AttributeValue | null>([...Object.entries(present), ...Object.entries(given)]);
  return Object.fromEntries([...merged].flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

function withAddress(present: readonly StateAddress[], [kind, address]: readonly [string, string | null]): readonly StateAddress[] {
  if (present.some((each) => each.kind === kind && each.address === address)) return present;
  const others = present.filter((each) => each.kind !== kind);
  return address === null ? others : [...others, { kind, address, accountId: undefined, createdAt: undefined }];
}
