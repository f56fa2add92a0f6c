import { EventEmitter, once } from "node:events";
import { createServer as createHttpServer, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createTransport, TransportFailure, type Transport } from "./transport.ts";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

async function listen(server: Server): Promise<string> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener);
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return listen(server);
}

function transportTo(url: string, connections = 4): Transport {
  const transport = createTransport(url, connections);
  cleanups.push(() => transport.close());
  return transport;
}

const post = { method: "POST", path: "/call", headers: ["x-a", "1"], body: "{}" } as const;

async function failureOf(call: Promise<unknown>): Promise<{ code: string; written: boolean }> {
  const failure = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof TransportFailure)) throw new Error("Expected a TransportFailure", { cause: failure });
  return { code: failure.code, written: failure.written };
}

describe("an answer", () => {
  test("comes with its status, headers and text, whatever the status", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(418, { "X-Line-Request-Id": "r1" }).end("届け");
    });
    const response = await transportTo(url).request(post, { timeoutMs: 1000 });
    expect(response).toMatchObject({ status: 418, text: "届け", headers: { "x-line-request-id": "r1" } });
  });

  test("is to a request below the path of the base address", async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push(request.method, request.url, request.headers["x-a"]);
      response.end();
    });
    await transportTo(`${url}/gateway/line/`).request(post, { timeoutMs: 1000 });
    expect(seen).toEqual(["POST", "/gateway/line/call", "1"]);
  });

  test("of more than a mebibyte is given up without being kept", async () => {
    const url = await serve((_request, response) => {
      response.write("x".repeat(1024 * 1024 + 1));
    });
    const response = await transportTo(url).request(post, { timeoutMs: 5000 });
    expect(response).toMatchObject({ status: 200, text: "" });
  });

  test("leaves its connection open for the next call", async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const transport = transportTo(url, 1);
    for (let call = 0; call < 3; call += 1) await transport.request(post, { timeoutMs: 1000 });
    expect(ports.size).toBe(1);
  });
});

describe("without an answer, it is known whether anything was sent", () => {
  test("nothing, when the connection is refused", async () => {
    const server = createTcpServer();
    const url = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await failureOf(transportTo(url).request(post, { timeoutMs: 1000 }))).toEqual({
      code: "ECONNREFUSED",
      written: false,
    });
  });

  test("nothing, when TLS does not come about", async () => {
    const url = await serve((_request, response) => response.end());
    const failure = await failureOf(transportTo(url.replace("http:", "https:")).request(post, { timeoutMs: 1000 }));
    expect(failure.written).toBe(false);
  });

  test("nothing, when the deadline passes while every connection is busy", async () => {
    const url = await serve(() => {});
    const transport = transportTo(url, 1);
    const first = failureOf(transport.request(post, { timeoutMs: 200 }));
    const queued = failureOf(transport.request(post, { timeoutMs: 100 }));
    expect(await queued).toEqual({ code: "timeout", written: false });
    expect(await first).toEqual({ code: "timeout", written: true });
  });

  test("a call given up in the queue is never made later", async () => {
    const arrivals = new EventEmitter();
    let calls = 0;
    const url = await serve((_request, response) => {
      calls += 1;
      if (calls === 1) arrivals.emit("first", response);
      else response.end();
    });
    const transport = transportTo(url, 1);
    const arrived = once(arrivals, "first") as Promise<[ServerResponse]>;
    const first = transport.request(post, { timeoutMs: 5000 });
    const [held] = await arrived;
    expect(await failureOf(transport.request(post, { timeoutMs: 10 }))).toMatchObject({ written: false });
    held.end();
    await first;
    await transport.request(post, { timeoutMs: 5000 });
    expect(calls).toBe(2);
  });

  test("perhaps, when the other side hangs up", async () => {
    const server = createTcpServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    cleanups.push(() => new Promise((resolve) => server.close(resolve)));
    const failure = await failureOf(transportTo(await listen(server)).request(post, { timeoutMs: 1000 }));
    expect(failure.written).toBe(true);
  });

  test("perhaps, when half an answer arrives", async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half", () => request.socket.destroy());
    });
    expect(await failureOf(transportTo(url).request(post, { timeoutMs: 1000 }))).toMatchObject({ written: true });
  });

  test("perhaps, when the answer does not end before the deadline", async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200).write("{");
    });
    expect(await failureOf(transportTo(url).request(post, { timeoutMs: 100 }))).toEqual({
      code: "timeout",
      written: true,
    });
  });

  test("nothing, when the signal was aborted before", async () => {
    let calls = 0;
    const url = await serve((_request, response) => {
      calls += 1;
      response.end();
    });
    const signal = AbortSignal.abort();
    expect(await failureOf(transportTo(url).request(post, { timeoutMs: 1000, signal }))).toEqual({
      code: "aborted",
      written: false,
    });
    expect(calls).toBe(0);
  });

  test("perhaps, when the signal is aborted on the way", async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort());
    const call = transportTo(url).request(post, { timeoutMs: 5000, signal: controller.signal });
    expect(await failureOf(call)).toEqual({ code: "aborted", written: true });
  });
});
