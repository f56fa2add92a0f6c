import { createServer } from "node:net";

/**
 * A port of 127.0.0.1 that nobody listens on at the moment, for a database or a service that others are told the address of before it
 * listens. Below the ports that systems give out by themselves, so that nobody gets it in between, nor while what listens there is
 * killed and started again.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
