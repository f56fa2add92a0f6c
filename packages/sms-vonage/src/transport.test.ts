import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createTransport, TransportFailure, type Transport } from "./transport.ts";

let server: Server | undefined;
let transport: Transport;

afterEach(async () => {
  await transport.close();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(listener: RequestListener): Promise<void> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  transport = createTransport(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`);
}

const post = (options = {}) => transport.post("/v1/messages", { "x-mark": "1" }, "席", { timeoutMs: 5_000, ...options });
const failureOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof TransportFailure)) throw new Error("expected a TransportFailure");
  return { code: error.code, written: error.written };
};

it("posts below the base address and gives status, headers and text, whatever they are", async () => {
  await serve((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => response.writeHead(418, { "x-echo": `${request.method} ${request.url} ${String(request.headers["x-mark"])}` }).end(body));
  });
  expect(await post()).toMatchObject({ status: 418, text: "席", headers: { "x-echo": "POST /base/v1/messages 1" } });
});

it("uses a connection again, and follows no redirect", async () => {
  const ports: (number | undefined)[] = [];
  await serve((request, response) => {
    ports.push(request.socket.remotePort);
    response.writeHead(307, { location: "/elsewhere" }).end();
  });
  expect((await post()).status).toBe(307);
  expect((await post()).status).toBe(307);
  expect(new Set(ports).size).toBe(1);
  expect(ports).toHaveLength(2);
});

it("knows that a refused connection carried nothing", async () => {
  await serve(() => undefined);
  await new Promise((resolve) => server?.close(resolve));
  expect(await failureOf(post())).toEqual({ code: "ECONNREFUSED", written: false });
});

it("knows that an aborted signal carried nothing, and makes no connection for it", async () => {
  let connections = 0;
  await serve(() => undefined);
  server?.on("connection", () => (connections += 1));
  expect(await failureOf(post({ signal: AbortSignal.abort() }))).toEqual({ code: "aborted", written: false });
  expect(connections).toBe(0);
});

it("cannot know what a deadline, an abort or a reset left behind", async () => {
  const abort = new AbortController();
  let act: (socket: { resetAndDestroy(): unknown }) => void = () => undefined;
  await serve((request) => act(request.socket));

  expect(await failureOf(post({ timeoutMs: 50 }))).toEqual({ code: "timeout", written: true });
  act = () => abort.abort();
  expect(await failureOf(post({ signal: abort.signal }))).toEqual({ code: "aborted", written: true });
  act = (socket) => socket.resetAndDestroy();
  expect(await failureOf(post())).toEqual({ code: "ECONNRESET", written: true });
});

it("knows that a handshake that failed carried nothing", async () => {
  const plain = createTcpServer((socket) => socket.end("this is no TLS"));
  await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
  transport = createTransport(`https://127.0.0.1:${(plain.address() as AddressInfo).port}`);
  expect(await failureOf(post())).toMatchObject({ written: false });
  plain.close();
});

it("has a deadline for the answer's last byte too, and bears one beyond what timers hold", async () => {
  await serve((_request, response) => void response.writeHead(200).write("half"));
  expect(await failureOf(post({ timeoutMs: 100 }))).toEqual({ code: "timeout", written: true });
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  expect(await failureOf(post({ timeoutMs: 2 ** 31, signal: abort.signal }))).toEqual({ code: "aborted", written: true });
});

it("reads no endless answer", async () => {
  await serve((_request, response) => void response.writeHead(200).end("x".repeat(2 * 1024 * 1024)));
  expect(await post()).toMatchObject({ status: 200, text: "" });
});
