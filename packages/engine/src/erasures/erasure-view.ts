/** How far the erasure of a contact is. */
export interface ErasureView {
  /** `era_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly status: ErasureStatus;
  /** Deliveries that no longer say who they were to. */
  readonly deliveries: number;
  /** Inbound events that no longer say whom they came from, or what that person did. */
  readonly inboundEvents: number;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly completedAt?: Date;
}

export const erasureStatuses = ["running", "completed"] as const;

export type ErasureStatus = (typeof erasureStatuses)[number];

/** What stands in place of an address that was erased. */
export const erasedAddress = "erased";
