import type { DoorAddress, DoorTest } from "@todoke/core";

/** What is known of the address to which a provider posts an account's events. */
export interface DoorView {
  /** What the provider must be given; absent while `publicBaseUrl` is not set. */
  readonly address?: string;
  /** Whether the provider is known to reach us there. */
  readonly verified: boolean;
  readonly verifiedAt?: Date;
  /** `test`: the provider tried the address for us; `event`: something that people did came in. */
  readonly verifiedBy?: DoorProof;
}

export const doorProofs = ["test", "event"] as const;
export type DoorProof = (typeof doorProofs)[number];

/** What a verification found. */
export interface DoorVerification extends DoorView {
  /** Where the provider posts by its own word; null where nothing is set. */
  readonly configured: DoorAddress | null;
  readonly test: DoorTest;
  /** What to do about it, for people. */
  readonly detail: string;
}

export interface DoorVerificationRequest {
  /** Makes the provider post to our address from now on, before it is tried. Default false. */
  readonly setAddress?: boolean;
}

/** The addresses to which providers post. */
export interface Doors {
  /** Undefined where there is no such account, or it has no webhook. */
  door(accountId: string): Promise<DoorView | undefined>;
  /**
   * Asks the provider to try our address. Undefined where there is no such account; throws `InvalidRequestError` where
   * its provider cannot, and `ProviderError` where it does not.
   */
  verify(accountId: string, request: DoorVerificationRequest): Promise<DoorVerification | undefined>;
}
