import { isDeepStrictEqual } from "node:util";
import type { Problem } from "@todoke/core";
import { newId } from "../ids.ts";
import type { ContactChanges } from "./contact-changes.ts";
import { absorbContact, changeContact, isOnlyLearnt, newContactState, problemOfContact, type ContactState } from "./contact-state.ts";

/** What became of one set of changes. */
export type PutContact =
  | { readonly id: string; readonly isNew: boolean; readonly conflict?: never; readonly problem?: never }
  /** They would make one of several contacts. */
  | { readonly conflict: readonly ConflictingContact[]; readonly id?: never; readonly isNew?: never; readonly problem?: never }
  /** What they would make cannot be kept. */
  | { readonly problem: Problem; readonly id?: never; readonly isNew?: never; readonly conflict?: never };

export interface ConflictingContact {
  readonly id: string;
  /** Into the changes: what leads to that contact. */
  readonly pointer: string;
}

/**
 * The contacts that some changes may be about, in memory, so that many can be changed one after the other and written
 * together. Finds whom changes are about by reference and by addresses.
 */
export class ContactBook {
  readonly #stored: ReadonlyMap<string, ContactState>;
  readonly #contacts = new Map<string, ContactState>();
  /** Contacts that have more than can be seen in their state. */
  readonly #withMore: ReadonlySet<string>;
  readonly #byReference = new Map<string, string>();
  readonly #byAddress = new Map<string, string>();

  constructor(stored: readonly ContactState[], withMore: ReadonlySet<string> = new Set()) {
    this.#stored = new Map(stored.map((contact) => [contact.id, contact]));
    this.#withMore = withMore;
    for (const contact of stored) this.#keep(contact);
  }

  /** Changes whom `reference` or any address leads to, or the contact with this id; makes one where nobody is found. */
  put(changes: ContactChanges, source: string, id?: string): PutContact {
    const found = this.#find(changes, id);
    const target = found.find(({ pointer }) => pointer === "" || pointer === "/reference") ?? this.#mainOf(found);
    const others = found.filter((each) => each !== target);
    const strangers = others.filter((each) => each.pointer === "/reference" || !this.#isAbsorbable(each.id));
    if (strangers.length > 0) return { conflict: [target!, ...strangers] };
    if (target !== undefined && id === undefined && this.#hasOtherName(target.id, changes)) return { conflict: [target] };
    const before = target === undefined ? newContactState(newId(), source) : this.#contacts.get(target.id)!;
    const whole = others.map((other) => this.#contacts.get(other.id)!).reduce(absorbContact, before);
    const after = changeContact(whole, changes);
    const problem = problemOfContact(after);
    if (problem !== undefined) return { problem };
    for (const each of found) this.#drop(each.id);
    this.#keep(after);
    return { id: before.id, isNew: target === undefined };
  }

  /** Who is to be written: new ones, and those that are no longer as they were stored. */
  changed(): readonly ContactState[] {
    return [...this.#contacts.values()].filter((contact) => !isDeepStrictEqual(contact, this.#stored.get(contact.id)));
  }

  /** Who has become another contact. */
  absorbed(): readonly string[] {
    return [...this.#stored.keys()].filter((id) => !this.#contacts.has(id));
  }

  get(id: string): ContactState | undefined {
    return this.#contacts.get(id);
  }

  #find({ reference, addresses = {} }: ContactChanges, id: string | undefined): readonly ConflictingContact[] {
    const named = typeof reference === "string" ? this.#byReference.get(reference) : undefined;
    const addressed = Object.entries(addresses).flatMap(([kind, address]) => {
      const owner = address === null ? undefined : this.#byAddress.get(keyOf(kind, address));
      return owner === undefined ? [] : [{ id: owner, pointer: `/addresses/${kind}` }];
    });
    const all = [
      ...(id === undefined ? [] : [{ id, pointer: "" }]),
      ...(named === undefined ? [] : [{ id: named, pointer: "/reference" }]),
      ...addressed,
    ];
    return all.filter((each, index) => all.findIndex((other) => other.id === each.id) === index);
  }

  /** Of those found by their addresses, the one that is more than an address, else the first. */
  #mainOf(found: readonly ConflictingContact[]): ConflictingContact | undefined {
    return found.find(({ id }) => !this.#isAbsorbable(id)) ?? found[0];
  }

  #isAbsorbable(id: string): boolean {
    const contact = this.#contacts.get(id)!;
    return contact === this.#stored.get(id) && !this.#withMore.has(id) && isOnlyLearnt(contact);
  }

  /** The caller means somebody else, to whom an address of this contact would belong. */
  #hasOtherName(id: string, { reference }: ContactChanges): boolean {
    const present = this.#contacts.get(id)!.reference;
    return typeof reference === "string" && present !== undefined && present !== reference;
  }

  #keep(contact: ContactState): void {
    this.#contacts.set(contact.id, contact);
    if (contact.reference !== undefined) this.#byReference.set(contact.reference, contact.id);
    for (const { kind, address } of contact.addresses) this.#byAddress.set(keyOf(kind, address), contact.id);
  }

  #drop(id: string): void {
    const contact = this.#contacts.get(id)!;
    this.#contacts.delete(id);
    if (contact.reference !== undefined) this.#byReference.delete(contact.reference);
    for (const { kind, address } of contact.addresses) this.#byAddress.delete(keyOf(kind, address));
  }
}

function keyOf(kind: string, address: string): string {
  return `${kind} ${address}`;
}
