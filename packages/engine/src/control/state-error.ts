import { TodokeError } from "@todoke/core";

/** `already-over`: nothing can be changed about it any more. `under-way`: not while it is being sent. */
export type StateErrorCode = "already-over" | "under-way";

/** Something was asked of a message or a delivery that is not possible where it stands; nothing was changed. */
export class StateError extends TodokeError {
  declare readonly code: StateErrorCode;

  constructor(code: StateErrorCode, message: string) {
    super(code, message);
  }

  static override is(value: unknown): value is StateError {
    return TodokeError.is(value) && (value.code === "already-over" || value.code === "under-way");
  }
}
