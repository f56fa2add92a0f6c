import type { Problem } from "@todoke/core";
import type { BadLine, OnBadLine } from "../open-messages/open-messages-view.ts";
import type { Page, PageRequest } from "../message-view.ts";

/** Lines that were sent under one name, and what became of them. */
export interface UploadView {
  readonly name: string;
  /** How many are dealt with, taken or refused: an upload that was cut off goes on after them. */
  readonly lines: number;
  readonly taken: number;
  /** What those that were taken made anew; the others changed what was there. */
  readonly added: number;
  readonly refused: number;
  /** It was read to its end. */
  readonly isComplete: boolean;
  readonly beganAt: Date;
  readonly updatedAt: Date;
  /** The first 100 lines that were refused. */
  readonly refusedLines: readonly RefusedUploadLine[];
}

export interface RefusedUploadLine {
  /** From 1. */
  readonly line: number;
  /** With pointers into the line. */
  readonly problems: readonly Problem[];
}

export interface UploadOptions {
  /** The caller's own name for these lines, of 1 to 64 characters. Default: one that nobody has had. */
  readonly name?: string;
  /** Which line of the upload the first one is; at most one more than it has. Default 1. */
  readonly firstLine?: number;
  /** `skip` leaves bad lines out and tells of them; `refuse` stops before the first one. Default `skip`. */
  readonly onBadLine?: OnBadLine;
}

/** Whatever many lines bring. */
export interface Uploads<Line> {
  /**
   * Takes lines in as they come, some thousands in each transaction, and asks for more only when those are stored. Where it is
   * cut off, whole transactions stay: the same lines under the same name go on where it was, and change nothing where all is
   * there already. Throws `PartError`, `RefusedLineError` and `InvalidRequestError`, and whatever `lines` throws.
   */
  take(lines: AsyncIterable<Line | BadLine>, options?: UploadOptions): Promise<UploadView>;
  /** By name. */
  list(request: PageRequest): Promise<Page<UploadView>>;
  /** Undefined when there is none of this name. */
  get(name: string): Promise<UploadView | undefined>;
  /** Every line that was refused. Undefined when there is no upload of this name. */
  refusedLines(name: string, request: PageRequest): Promise<Page<RefusedUploadLine> | undefined>;
}
