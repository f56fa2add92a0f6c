/**
 * Whether it is the database for which something failed, and not what was asked of it: it is down, starts, has no room or
 * no connections left, or the connection was lost. What was being committed may be there or not: it must be asked for, or
 * written in a way that may be repeated.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string") return states.test(error.code) || errorsOfSockets.has(error.code);
  return wordsOfDriver.test(error.message);
}

/** PostgreSQL's: connections, resources such as room on the disk, an operator's intervention, its own input and output. */
const states = /^(?:08|53|57P|58)/;

const errorsOfSockets: ReadonlySet<string> = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN"]);

/** The driver's errors about connections carry no code. */
const wordsOfDriver = /^Connection terminated|not queryable$|^timeout exceeded when trying to connect/;
