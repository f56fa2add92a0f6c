/** What went wrong, in one line; of an error during the clean-up after another, both. */
export function describeError(error: unknown): string {
  if (error instanceof SuppressedError) {
    return `${describeError(error.suppressed)}; and while cleaning up: ${describeError(error.error)}`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Why a run ended early: where it was cut short, that comes first. */
export function describeFailure(error: unknown, signal: AbortSignal): string {
  return signal.aborted ? `${describeError(signal.reason)}: ${describeError(error)}` : describeError(error);
}
