import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener, type ServerResponse } from "node:http";
import { createServer, isIPv6, type Server } from "node:net";
import { text } from "node:stream/consumers";
import { freePort } from "@todoke/test-databases/free-port";
import { vi } from "vitest";
import { get, post } from "./call-service.ts";
import { type RunningService, startService } from "./start-service.ts";

const phone = "+819077660001";

/** The one place inside that the operator allows. Elsewhere than on Linux a machine has one address of IPv4 for itself alone. */
export const allowedHost = process.platform === "linux" ? "127.7.7.7" : "::1";

export interface FailedPost {
  readonly code: string;
  readonly tookMs: number;
}

/** A service with a receiver that it may post to and, at the same port of all that it may not, a canary that counts who comes. */
export interface HostileStage {
  readonly service: RunningService;
  readonly port: number;
  /** Connections to where nothing may be posted. */
  readonly connections: () => number;
  /** Paths that the receiver was posted to, one for each post. */
  readonly posted: readonly string[];
  /** Where the receiver listens. */
  url(path: string): string;
  /** Makes an endpoint that gets one report for each message. Gives its id. */
  makeEndpoint(url: string): Promise<string>;
  /** Sends a message, with an address of its own for its reports where one is given. */
  send(deliveryUrl?: string): Promise<void>;
  failuresOf(endpoint: string): Promise<readonly FailedPost[]>;
  close(): Promise<void>;
}

/** The addresses that a name has; the n-th time that it is looked up, the n-th of them, and then always the last. */
export type Names = Readonly<Record<string, readonly (readonly string[])[]>>;

export async function startHostileStage(names: Names = {}): Promise<HostileStage> {
  const port = await freePort();
  const posted: string[] = [];
  let connections = 0;
  const receiver = createHttpServer(async (request, response) => {
    await text(request);
    posted.push(request.url ?? "");
    (answers(port)[request.url ?? ""] ?? taken)(request, response);
  });
  const canary = () => createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  const inside = ["127.0.0.1", "::1"].filter((host) => host !== allowedHost);
  const listening = [await listen(receiver, port, allowedHost), ...await Promise.all(inside.map((host) => listen(canary(), port, host)))];
  const service = await startService({
    configuration: { egress: { allowedNetworks: [`${allowedHost}/${isIPv6(allowedHost) ? 128 : 32}`] } },
    resolveName: resolverOf(names),
    simulator: { people: [{ phone }] },
  });
  await post(service.url, "/v1/webhook-secret/rotate", {});
  return {
    service,
    port,
    connections: () => connections,
    posted,
    url: (path) => `http://${isIPv6(allowedHost) ? `[${allowedHost}]` : allowedHost}:${port}${path}`,
    async makeEndpoint(url) {
      const { status, body } = await post(service.url, "/v1/webhook-endpoints", { name: "hostile", url, finalOnly: true });
      if (status !== 201) throw new Error(`${url} was answered ${status}`);
      return (body as { id: string }).id;
    },
    async send(deliveryUrl) {
      const webhooks = deliveryUrl === undefined ? {} : { webhooks: { delivery: { url: deliveryUrl, finalOnly: true } } };
      const { status } = await post(service.url, "/v1/messages", { to: [{ addresses: { phone } }], text: "届け", plan: { steps: [{ channel: "sms" }] }, ...webhooks });
      if (status !== 202) throw new Error(`a message was answered ${status}`);
    },
    async failuresOf(endpoint) {
      const { body } = await get(service.url, `/v1/webhook-endpoints/${endpoint}/attempts?limit=1000`);
      return (body as { items: readonly FailedPost[] }).items;
    },
    async close() {
      receiver.closeAllConnections();
      await service.close();
      await Promise.all(listening.map(async (server) => server && once(server.close(), "close")));
    },
  };
}

/**
 * Sends messages, each when the one before it was told to an endpoint that answers, and gives how long that took. A sender that
 * waited for those that never answer would wait 15 seconds each time.
 */
export async function tellInTurn({ send, posted }: Pick<HostileStage, "send" | "posted">, path: string, deliveryUrls: readonly (string | undefined)[]): Promise<number> {
  const beganAt = performance.now();
  for (const [index, deliveryUrl] of deliveryUrls.entries()) {
    await send(deliveryUrl);
    await vi.waitFor(() => {
      if (posted.filter((one) => one === path).length <= index) throw new Error(`message ${index} is not told yet`);
    }, { timeout: 40_000, interval: 10 });
  }
  return performance.now() - beganAt;
}

/** Waits for failures of an endpoint. */
export function failed({ failuresOf }: Pick<HostileStage, "failuresOf">, endpoint: string, timeoutMs = 20_000): Promise<readonly FailedPost[]> {
  return vi.waitFor(async () => {
    const failures = await failuresOf(endpoint);
    if (failures.length === 0) throw new Error("nothing has failed yet");
    return failures;
  }, { timeout: timeoutMs, interval: 50 });
}

const taken: RequestListener = (_request, response) => response.end();

/** What the receiver does at paths where it does harm. */
function answers(port: number): Readonly<Record<string, RequestListener>> {
  return {
    "/redirect": (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end(),
    "/redirect-again": (_request, response) => response.writeHead(307, { location: `http://[::1]:${port}/` }).end(),
    "/drip": (_request, response) => write(response.writeHead(200), "x", 1_000),
    "/endless": (_request, response) => write(response.writeHead(200), "x".repeat(65_536), 0),
    "/never": () => undefined,
    // The next post takes another connection, and another look at where the name leads.
    "/turning": (_request, response) => response.writeHead(200, { connection: "close" }).end(),
  };
}

function write(response: ServerResponse, chunk: string, everyMs: number): void {
  if (response.destroyed) return;
  response.write(chunk, () => setTimeout(() => write(response, chunk, everyMs), everyMs));
}

/** Undefined where the machine does not have the address. */
function listen(server: Server, port: number, host: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, host, () => resolve(server));
  });
}

function resolverOf(names: Names): (host: string) => Promise<readonly LookupAddress[]> {
  const looks = new Map<string, number>();
  return (host) => {
    const look = looks.get(host) ?? 0;
    looks.set(host, look + 1);
    const found = names[host]?.[look] ?? names[host]?.at(-1);
    if (found === undefined) return Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }));
    return Promise.resolve(found.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })));
  };
}
