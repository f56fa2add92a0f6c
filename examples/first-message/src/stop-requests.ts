const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How often the process that started this one is looked for, in milliseconds. */
const watchEveryMs = 500;
/** One Ctrl+C may come twice, from the terminal and from the package manager; a person needs longer, in milliseconds. */
const echoMs = 1_000;

/**
 * Calls `stop` at the first Ctrl+C, termination or closed terminal, and `giveUp` at a second one. A package manager that
 * is ended may leave its scripts behind without a word, so under one the disappearance of the starter counts as well.
 */
export function onStopRequest(stop: () => void, giveUp: () => void): void {
  let askedAt: number | undefined;
  for (const signal of signals) process.on(signal, request);
  if (process.env["npm_lifecycle_event"] !== undefined) watchStarter(request);

  function request(): void {
    const now = performance.now();
    if (askedAt === undefined) {
      askedAt = now;
      stop();
    } else if (now - askedAt > echoMs) giveUp();
  }
}

function watchStarter(onGone: () => void): void {
  const starter = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === starter) return;
    clearInterval(timer);
    onGone();
  }, watchEveryMs).unref();
}
