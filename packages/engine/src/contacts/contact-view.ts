import type { JsonObject, Party, Reachability } from "@todoke/core";
import type { Page, PageRequest } from "../message-view.ts";
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
  /** What taught us of it: the type of a provider's event, such as `follow`, or `import`. */
  readonly source: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly addresses: readonly ContactAddress[];
}

export interface ContactAddress {
  readonly kind: string;
  readonly address: string;
  /** The account that taught us of it. */
  readonly account: string;
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
}

/** Whom we know, newest first. */
export interface Contacts {
  contacts(request: ContactListRequest): Promise<Page<ContactView>>;
  contact(id: string): Promise<ContactDetail | undefined>;
  /**
   * Begins to read everybody whom the account's provider lists, or gives the import that is under way. Throws
   * `InvalidRequestError` where the provider has no such list; undefined where there is no such account.
   */
  startImport(accountId: string): Promise<ImportView | undefined>;
  importOf(id: string): Promise<ImportView | undefined>;
}
