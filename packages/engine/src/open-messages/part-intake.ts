import { InvalidRequestError } from "@todoke/core";
import type { StoredPart } from "../store/open-messages/recipient-parts.ts";
import type { OnBadLine, RefusedLine } from "./open-messages-view.ts";
import { PartError, RefusedLineError } from "./part-errors.ts";
import { digestAfter, emptyDigest, type LineBatch, type PartState, type ReadLine } from "./part-lines.ts";

/** Lines in one transaction. */
const batchSize = 2_000;

export interface PartIntakeOptions {
  readonly part: string;
  /** What of the part is stored already. */
  readonly stored: StoredPart;
  /** From 1; not beyond the line that follows what is stored. */
  readonly firstLine: number;
  readonly onBadLine: OnBadLine;
  readonly store: (batch: LineBatch) => Promise<void>;
}

/** Collects the lines of one part, passes over those that are stored already, and has the others stored batch by batch. */
export class PartIntake {
  readonly #options: PartIntakeOptions;
  #stored: PartState;
  /** The line that was taken last. */
  #position: number;
  #digest = emptyDigest;
  #recipients: string[] = [];
  #lines: number[] = [];
  #refused: Omit<RefusedLine, "part">[] = [];

  constructor(options: PartIntakeOptions) {
    this.#options = options;
    this.#stored = options.stored;
    this.#position = options.firstLine - 1;
  }

  /** Takes the next line. Throws `PartError` where it is not the one that is stored, and `RefusedLineError`. */
  async take(line: ReadLine): Promise<void> {
    const { stored, onBadLine } = this.#options;
    if (this.#position < stored.lines) return this.#passOver(line);
    if (stored.isComplete) throw this.#differs("it is complete and has fewer lines");
    if (this.#position === stored.lines) this.#digest = stored.digest;
    if (line.problems !== undefined && onBadLine === "refuse") {
      await this.#store(false);
      throw new RefusedLineError(this.#position + 1, line.problems);
    }
    this.#position += 1;
    this.#digest = digestAfter(this.#digest, line);
    if (line.problems === undefined) {
      this.#recipients.push(line.text);
      this.#lines.push(this.#position);
    } else this.#refused.push({ line: this.#position, problems: line.problems });
    if (this.#recipients.length + this.#refused.length >= batchSize) await this.#store(false);
  }

  /** After the last line: stores what is left, and closes the part. */
  async finish(): Promise<void> {
    const { stored } = this.#options;
    if (this.#position < stored.lines) throw this.#differs("it has more lines");
    if (this.#position === 0) throw new InvalidRequestError([{ pointer: "", code: "no-recipients", detail: "must hold at least one line" }]);
    if (this.#position === stored.lines) this.#digest = stored.digest;
    if (!stored.isComplete) await this.#store(true);
  }

  #passOver(line: ReadLine): void {
    const { stored, firstLine } = this.#options;
    this.#position += 1;
    if (firstLine > 1) return;
    this.#digest = digestAfter(this.#digest, line);
    if (this.#position === stored.lines && this.#digest !== stored.digest) throw this.#differs("the lines that are stored are others");
  }

  async #store(isLast: boolean): Promise<void> {
    const [recipients, lines, refused] = [this.#recipients, this.#lines, this.#refused];
    if (recipients.length + refused.length === 0 && !isLast) return;
    const digest = this.#digest;
    await this.#options.store({ after: this.#stored, recipients, lines, refused, digest, isLast });
    this.#stored = { lines: this.#position, digest };
    this.#recipients = [];
    this.#lines = [];
    this.#refused = [];
  }

  #differs(how: string): PartError {
    return new PartError("part-differs", `other lines were sent as part ${this.#options.part} before: ${how}; choose another name`);
  }
}
