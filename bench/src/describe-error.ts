/** What went wrong, in one line; of an error during the clean-up after another, both. */
export function describeError(error: unknown): string {
  if (error instanceof SuppressedError) {
    return `${describeError(error.suppressed)}; and while cleaning up: ${describeError(error.error)}`;
  }
  return error instanceof Error ? error.message : String(error);
}
