import type { ErrorClass } from "@todoke/core";

/** Where the reading of a provider's list stands. */
export interface ImportView {
  /** `imp_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly account: string;
  readonly status: ImportStatus;
  /** How many people the provider has listed so far. */
  readonly read: number;
  /** How many of them we did not know. */
  readonly added: number;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly completedAt?: Date;
  /** Why it ended, or what holds it up at the moment. */
  readonly failure?: ImportFailure;
}

export const importStatuses = ["running", "completed", "failed"] as const;
export type ImportStatus = (typeof importStatuses)[number];

export interface ImportFailure {
  readonly errorClass: ErrorClass;
  readonly providerCode: string;
  readonly detail: string;
}
