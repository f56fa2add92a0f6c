import { TodokeError, type Problem } from "@todoke/core";

/** `part-in-use`: another request is adding it at this moment. `part-differs`: other lines were sent under this name. */
export type PartErrorCode = "part-in-use" | "part-differs";

/** These lines cannot go into the part of this name; what is stored stays. */
export class PartError extends TodokeError {
  declare readonly code: PartErrorCode;

  constructor(code: PartErrorCode, message: string) {
    super(code, message);
  }

  static override is(value: unknown): value is PartError {
    return TodokeError.is(value) && (value.code === "part-in-use" || value.code === "part-differs");
  }
}

/** A line is refused and was not to be left out: all before it are stored, it and those after it are not. */
export class RefusedLineError extends TodokeError {
  /** From 1. */
  readonly line: number;
  /** With pointers into the line. */
  readonly problems: readonly Problem[];

  constructor(line: number, problems: readonly Problem[]) {
    super("refused-line", `line ${line} is refused; all before it are stored: correct it and send on from it`);
    this.line = line;
    this.problems = problems;
  }

  static override is(value: unknown): value is RefusedLineError {
    return TodokeError.is(value) && value.code === "refused-line";
  }
}
