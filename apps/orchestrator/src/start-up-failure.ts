import { TodokeError } from "@todoke/core";

/** What to do about errors of the system and of PostgreSQL that a start can meet, by their codes. */
const advice: Readonly<Record<string, string>> = {
  EADDRINUSE: "PORT: another process listens there already; stop it or choose another port",
  EACCES: "PORT: this process may not listen there; choose a port above 1023",
  EADDRNOTAVAIL: "HOST: this machine has no such address",
  ECONNREFUSED: "DATABASE_URL: nothing listens there; start the database or correct the address",
  ENOTFOUND: "DATABASE_URL: there is no such host",
  ETIMEDOUT: "DATABASE_URL: the host does not answer",
  "28P01": "DATABASE_URL: the database refuses this user or password",
  "3D000": "DATABASE_URL: there is no such database on that server",
};

/** Why the service did not start, or what else was begun failed, in one line for the operator. */
export function startUpFailure(error: unknown, what = "the start"): string {
  if (TodokeError.is(error)) return error.message;
  if (!(error instanceof Error)) return `${what} failed`;
  const code = "code" in error ? String(error.code) : "";
  return advice[code] ?? `${what} failed: ${error.message}`;
}
