import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { Failure } from "./failure.ts";

/**
 * The port for the service, found to be free: providers are told the address before the service listens. `0` gives any
 * free one. Throws `Failure` when it is taken or is no port.
 */
export async function freePort(wanted: string, host: string): Promise<number> {
  const port = /^\d{1,5}$/.test(wanted) ? Number(wanted) : Number.NaN;
  if (!(port <= 65_535)) throw new Failure(`PORT is "${wanted}", which is no number from 0 to 65535.`);
  const server = createServer().listen(port, host);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new Failure(explainRefusal(port, host, cause), { cause });
  }
  const { port: listened } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return listened;
}

function explainRefusal(port: number, host: string, cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE") {
    return (
      `Port ${port} is in use. If Todoke runs already, its documentation is at http://${host}:${port}/docs. ` +
      `Otherwise choose another port: PORT=${port + 1}, or PORT=0 for any free one.`
    );
  }
  if (code === "EACCES") return `Port ${port} may not be used by you. Choose one above 1023: PORT=3000.`;
  return `Port ${port} on ${host} cannot be listened on (${String(code)}). Choose another: PORT=3001.`;
}
