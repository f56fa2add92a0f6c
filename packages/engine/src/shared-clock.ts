/**
 * The database's clock as last observed, carried on by this machine's monotonic one between observations. Decisions
 * that several processes share are made by it and never by the machine's own time of day.
 */
export class SharedClock {
  #observedMs = Date.now();
  #atMs = performance.now();

  observe(now: Date): void {
    this.#observedMs = now.getTime();
    this.#atMs = performance.now();
  }

  now(): Date {
    return new Date(this.#observedMs + (performance.now() - this.#atMs));
  }
}
