import { once } from "node:events";
import { createServer, connect, type AddressInfo, type Socket } from "node:net";

/** One address before several processes: what a balancer is in production. */
export interface Front {
  readonly url: string;
  /** Each connection goes to the next of these ports that somebody listens on. */
  forwardTo(ports: readonly number[]): void;
  close(): Promise<void>;
}

export async function startFront(): Promise<Front> {
  let ports: readonly number[] = [];
  let next = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    keep(client);
    next += 1;
    pass(client, ports.map((_, index) => ports[(index + next) % ports.length]!));
  });

  function keep(socket: Socket): void {
    open.add(socket);
    socket.on("error", () => {}).once("close", () => open.delete(socket));
  }

  /** To the first of them that answers; nobody answers: the connection ends. */
  function pass(client: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined) return void client.destroy();
    const service = connect(port, "127.0.0.1");
    keep(service);
    const refused = () => pass(client, others);
    service.once("error", refused);
    service.once("connect", () => {
      service.off("error", refused);
      service.once("close", () => client.destroy());
      client.once("close", () => service.destroy());
      client.pipe(service).pipe(client);
    });
  }

  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    forwardTo(these) {
      ports = these;
    },
    async close() {
      const closed = once(server.close(), "close");
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
