import { TodokeError } from "@todoke/core";

/** `no-secrets-key`: nothing can be sealed. `secret-unreadable`: what is stored cannot be opened. */
export type SecretsErrorCode = (typeof secretsErrorCodes)[number];

const secretsErrorCodes = ["no-secrets-key", "secret-unreadable"] as const;

/** A secret can neither be stored nor read before the operator has set the right key. */
export class SecretsError extends TodokeError {
  declare readonly code: SecretsErrorCode;

  constructor(code: SecretsErrorCode, message: string) {
    super(code, message);
  }

  static override is(value: unknown): value is SecretsError {
    return TodokeError.is(value) && secretsErrorCodes.some((code) => code === value.code);
  }
}
