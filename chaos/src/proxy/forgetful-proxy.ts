import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import type { CommittedWork } from "./committed-work.ts";
import { ForgetfulConnection, type Loses } from "./forgetful-connection.ts";

/** A way to PostgreSQL on which answers to commits are lost: what was to be committed is, and nobody learns of it. */
export interface ForgetfulProxy {
  /** In place of the database's. */
  readonly url: string;
  /** How many answers were lost. */
  lost(work: CommittedWork): number;
  close(): Promise<void>;
}

export async function startForgetfulProxy(databaseUrl: string, loses: Loses): Promise<ForgetfulProxy> {
  const counts = new Map<CommittedWork, number>();
  const open = new Set<Socket>();
  const { hostname, port } = new URL(databaseUrl);
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    for (const socket of [client, database]) {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    }
    new ForgetfulConnection(client, database, loses, (work) => counts.set(work, (counts.get(work) ?? 0) + 1));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    lost: (work) => counts.get(work) ?? 0,
    async close() {
      const closed = once(server.close(), "close");
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
