import type { Purpose } from "@todoke/core";
import type { Page, PageRequest } from "../message-view.ts";
import type { Uploads } from "../uploads/upload-view.ts";
import type { SuppressionSource } from "./suppression.ts";

/** An address that is not written to, and why. */
export interface SuppressionView {
  /** `sup_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly addressKind: string;
  /** In canonical form. */
  readonly address: string;
  /** Absent: on all channels that use the address. */
  readonly channel?: string;
  /** Absent: for all purposes. */
  readonly purposes?: readonly Purpose[];
  readonly source: SuppressionSource;
  /** In the operator's words, or the provider's code. */
  readonly reason?: string;
  /** The account that taught it. */
  readonly account?: string;
  /** Accounts whose provider refuses the person by itself, whatever the purpose. */
  readonly enforcedBy: readonly string[];
  readonly since: Date;
  /** When it ends by itself; absent: never. */
  readonly until?: Date;
}

/** An address that the operator wants left alone. */
export interface SuppressionRequest {
  readonly addressKind: string;
  readonly address: string;
  readonly channel?: string;
  readonly purposes?: readonly Purpose[];
  readonly reason?: string;
}

export interface SuppressionListRequest extends PageRequest {
  /** A suppression's id. */
  readonly cursor?: string;
  readonly addressKind?: string;
  /** In any form that its kind can read. */
  readonly address?: string;
  readonly channel?: string;
  readonly source?: SuppressionSource;
  readonly account?: string;
}

export interface AddedSuppressions {
  /** Those that did not hold before. */
  readonly added: number;
  /** Those that held already and were brought up to date. */
  readonly updated: number;
}

/** Addresses that are left alone, whoever asks for them to be written to. */
export interface Suppressions {
  /** Those that hold now, newest first. */
  list(request: SuppressionListRequest): Promise<Page<SuppressionView>>;
  get(id: string): Promise<SuppressionView | undefined>;
  /** All of them or, with `InvalidRequestError` and pointers from `/suppressions/0`, none. */
  add(entries: readonly SuppressionRequest[], source: "manual" | "import"): Promise<AddedSuppressions>;
  /** Suppressions by the line, listed as `import`. */
  readonly uploads: Uploads<SuppressionRequest>;
  /** Lets the address be written to again. False when there is no such suppression. */
  remove(id: string): Promise<boolean>;
}
