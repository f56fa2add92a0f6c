import { TodokeError } from "@todoke/core";

/** The figures asked for are too many, or take too long to count. */
export class TooMuchToCountError extends TodokeError {
  constructor(message: string) {
    super("too-much-to-count", message);
  }

  static override is(value: unknown): value is TooMuchToCountError {
    return TodokeError.is(value) && value.code === "too-much-to-count";
  }
}
