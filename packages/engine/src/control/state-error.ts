import { TodokeError } from "@todoke/core";

/**
 * `already-over`: nothing can be changed about it any more. `under-way`: not while it is being sent. `not-open`: recipients can
 * no longer be added. `not-started`: only once it is started. `no-recipients`: nobody has been added to it. `account-in-use`: a message needs the
 * account. `endpoint-disabled`: nothing is posted there until it is resumed.
 */
export type StateErrorCode = (typeof stateErrorCodes)[number];

const stateErrorCodes = ["already-over", "under-way", "not-open", "not-started", "no-recipients", "account-in-use", "endpoint-disabled"] as const;

/** Something was asked of a message, a delivery or an endpoint that is not possible where it stands; nothing was changed. */
export class StateError extends TodokeError {
  declare readonly code: StateErrorCode;

  constructor(code: StateErrorCode, message: string) {
    super(code, message);
  }

  static override is(value: unknown): value is StateError {
    return TodokeError.is(value) && stateErrorCodes.some((code) => code === value.code);
  }
}
