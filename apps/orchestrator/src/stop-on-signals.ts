import type { EventEmitter } from "node:events";

/** A stop that takes longer has failed. */
const stopWithinMs = 30_000;

const signals = ["SIGTERM", "SIGINT"] as const;

/** The part of `process` that this needs. */
export interface SignalledProcess extends Pick<EventEmitter, "on" | "off"> {
  exit(code: number): void;
}

/** The first signal stops the service in good order and ends the process with 0; a second one ends it at once with 1. */
export function stopOnSignals(service: { stop(): Promise<void> }, host: SignalledProcess = process): void {
  for (const signal of signals) host.on(signal, onFirst);

  function onFirst(): void {
    for (const signal of signals) host.off(signal, onFirst).on(signal, giveUp);
    setTimeout(giveUp, stopWithinMs).unref();
    service.stop().then(() => host.exit(0), giveUp);
  }

  function giveUp(): void {
    host.exit(1);
  }
}
