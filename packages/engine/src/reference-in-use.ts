import { TodokeError } from "@todoke/core";

/** Another message has the reference, which a project gives to one message only; nothing was written. */
export class ReferenceInUseError extends TodokeError {
  /** The message that has it, `msg_…`. */
  readonly messageId: string;

  constructor(messageId: string) {
    super("reference-in-use", `message ${messageId} has this reference already`);
    this.messageId = messageId;
  }

  static override is(value: unknown): value is ReferenceInUseError {
    return TodokeError.is(value) && value.code === "reference-in-use";
  }
}
