import type { CallOptions } from "./adapter.ts";

/** Whom the provider knows as reachable through the account, page by page. Each page is one call. */
export interface Directory {
  /** The kind of the addresses that it gives. */
  readonly addressKind: string;
  /** How long a cursor can be used, in milliseconds; after that the list is read from its beginning. */
  readonly cursorLifetimeMs: number;
  /** The vendor's own word for somebody on the list of `friends`: `follower`. */
  readonly providerCode: string;
  /** People who can be reached. Class `sender` where the account may not list them. */
  friends(cursor: string | undefined, options: CallOptions): Promise<AddressPage>;
  /** People in a group that the account is in. As `friends`. */
  members(group: string, cursor: string | undefined, options: CallOptions): Promise<AddressPage>;
}

/** May be short, and even empty, while more follow. */
export interface AddressPage {
  /** In canonical form. */
  readonly addresses: readonly string[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}
