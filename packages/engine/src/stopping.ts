/** Whether the process comes to its end. */
export class Stopping {
  readonly #calls = new AbortController();
  #hasBegun = false;

  /** From here on nothing more is claimed or called. */
  begin(): void {
    this.#hasBegun = true;
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Of calls under way: aborted when a stop takes too long. */
  get signal(): AbortSignal {
    return this.#calls.signal;
  }

  abortCalls(): void {
    this.#calls.abort();
  }
}
