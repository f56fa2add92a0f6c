import { findLaunchers, isAlive } from "./launchers.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How often the processes that started this one are looked for, in milliseconds. */
const watchEveryMs = 500;
/** One Ctrl+C may come twice, from the terminal and from the package manager; a person needs longer, in milliseconds. */
const echoMs = 1_000;

/**
 * Calls `stop` at the first Ctrl+C, termination or closed terminal, or when the package manager that started this is
 * gone, and `giveUp` when it is asked a second time.
 */
export function onStopRequest(stop: () => void, giveUp: () => void): void {
  let askedAt: number | undefined;
  for (const signal of signals) process.on(signal, request);
  watchLaunchers(() => askedAt ?? request());

  function request(): void {
    const now = performance.now();
    if (askedAt === undefined) {
      askedAt = now;
      stop();
    } else if (now - askedAt > echoMs) giveUp();
  }
}

function watchLaunchers(onGone: () => void): void {
  const launchers = findLaunchers();
  const timer = setInterval(() => {
    if (launchers.every(isAlive)) return;
    clearInterval(timer);
    onGone();
  }, watchEveryMs).unref();
}
