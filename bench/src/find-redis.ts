import { connect } from "node:net";

const connectLimitMs = 3_000;

/** The server's version, or undefined when no Redis answers there without a password. */
export function findRedis(redisUrl: string): Promise<string | undefined> {
  const { hostname, port } = new URL(redisUrl);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 6379), timeout: connectLimitMs });
    let text = "";
    socket.on("connect", () => socket.write("INFO server\r\nQUIT\r\n"));
    socket.on("data", (chunk) => (text += chunk.toString()));
    socket.on("error", () => {});
    socket.on("timeout", () => socket.destroy());
    socket.on("close", () => resolve(/^redis_version:(\S+)/m.exec(text)?.[1]));
  });
}
