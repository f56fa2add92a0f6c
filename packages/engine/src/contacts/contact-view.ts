import type { JsonObject, Party, Reachability } from "@todoke/core";
import type { Consent } from "../consents/consent.ts";
import type { Page, PageRequest } from "../message-view.ts";
import type { ContactChanges } from "./contact-changes.ts";
import type { ErasureView } from "../erasures/erasure-view.ts";
import type { Uploads } from "../uploads/upload-view.ts";
import type { ImportView } from "./import-view.ts";

/** A person or a group that we know by at least one address. */
export interface ContactView {
  /** `con_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly kind: Party;
  /** The caller's own name for it. */
  readonly reference?: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly attributes: JsonObject;
  /** Test messages go to it. */
  readonly tester: boolean;
  /** What taught us of it: the type of a provider's event, such as `follow`; `import`; `api` or `upload` where a caller did. */
  readonly source: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly addresses: readonly ContactAddress[];
  /** The last word on each channel and purpose of which something was said. */
  readonly consents: readonly Consent[];
}

export interface ContactAddress {
  readonly kind: string;
  readonly address: string;
  /** The account that taught us of it; absent where a caller did. */
  readonly account?: string;
  readonly createdAt: Date;
  /** What each account knows of it; empty while none has asked or been told. */
  readonly reachability: readonly AddressReachability[];
}

export interface AddressReachability {
  readonly account: string;
  readonly reachability: Reachability;
  /** The vendor's own word. */
  readonly providerCode: string;
  readonly observedAt: Date;
}

export interface ContactDetail extends ContactView {
  /** Of a group: the addresses of those whom events showed coming and not leaving; at most 1,000. */
  readonly members?: readonly string[];
}

export interface ContactListRequest extends PageRequest {
  readonly kind?: Party;
  /** Only contacts of which this account taught us an address. */
  readonly account?: string;
  readonly address?: string;
  readonly reference?: string;
}

/** Whom we know. */
export interface Contacts {
  /** Newest first. */
  contacts(request: ContactListRequest): Promise<Page<ContactView>>;
  contact(id: string): Promise<ContactDetail | undefined>;
  /**
   * Changes the contact that has this reference or any of these addresses, or makes one. A contact of which nothing is known
   * but the address that a provider told becomes part of the one that is meant. Throws `InvalidRequestError`, and
   * `ContactConflictError` where several contacts are meant, or one with another reference.
   */
  store(changes: ContactChanges): Promise<ContactDetail>;
  /** The same for the contact of this id; undefined when there is none. */
  update(id: string, changes: ContactChanges): Promise<ContactDetail | undefined>;
  /**
   * Begins to read everybody whom the account's provider lists, or gives the import that is under way. Throws
   * `InvalidRequestError` where the provider has no such list; undefined where there is no such account.
   */
  startImport(accountId: string): Promise<ImportView | undefined>;
  /** All that was said of consent, in the order in which it was told. Undefined when there is no such contact. */
  consents(id: string, request: PageRequest): Promise<Page<Consent> | undefined>;
  /**
   * Takes a contact away at once with all that is kept by it, and overwrites it in the background where it stands in deliveries,
   * attempts and inbound events. Undefined when there is no such contact.
   */
  erase(id: string): Promise<ErasureView | undefined>;
  erasureOf(id: string): Promise<ErasureView | undefined>;
  /** Contacts by the line, each as `store` takes it. */
  readonly uploads: Uploads<ContactChanges>;
  importOf(id: string): Promise<ImportView | undefined>;
}
