import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EgressClient, type EgressSettings, type Resolve } from "./egress-client.ts";

let canaryPort: number;
let calls = 0;
/** What the server does about each path. */
const paths: Record<string, RequestListener> = {
  "/redirect": (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${canaryPort}/canary` }).end(),
  "/drip": (_request, response) => drip(response.writeHead(200), "x", 20),
  "/endless": (_request, response) => drip(response.writeHead(200), "x".repeat(65_536), 0),
  "/never": () => undefined,
  "/busy": (_request, response) => response.writeHead(429, { "retry-after": "7" }).end("later"),
};
const server = createServer((request, response) => {
  calls += 1;
  (paths[request.url ?? ""] ?? ((_request, answer) => answer.end()))(request, response);
});

function drip(response: Parameters<RequestListener>[1], chunk: string, everyMs: number): void {
  if (response.destroyed) return;
  response.write(chunk, () => setTimeout(() => drip(response, chunk, everyMs), everyMs));
}

const clients: EgressClient[] = [];

function clientWith(settings: EgressSettings, resolve?: Resolve): EgressClient {
  const client = new EgressClient(settings, resolve);
  clients.push(client);
  return client;
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  canaryPort = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  server.closeAllConnections();
  server.close();
});

const plain = { headers: {}, body: "{}" };

/** The same places in the spellings of RFC 6890, of URLs, and of IPv4 within IPv6. */
const hostile = [
  "127.0.0.1", "127.1", "127.255.255.254", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "127.0.0.1.", "１２７.０.０.１", "127。0。0。1",
  "localhost", "localhost.", "LOCALHOST", "0.0.0.0", "0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
  "169.254.169.254", "169.254.0.1", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.170", "192.0.2.1", "192.88.99.1",
  "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
  "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:169.254.169.254]", "[::ffff:0:127.0.0.1]", "[::127.0.0.1]", "[::10.0.0.1]",
  "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2001::1]", "[2001:0:7f00:1::]", "[2001:2::1]", "[2001:10::1]",
  "[2001:db8::1]", "[3fff::1]", "[5f00::1]", "[100::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[4000::1]",
];

/** Not every system knows the name with a dot behind it. */
function codeFor(host: string): unknown {
  return host === "localhost." ? expect.stringMatching(/^(address-refused|unreachable)$/) : "address-refused";
}

describe("addresses that lead inside", () => {
  it.each(hostile)("refuses %s, without a connection", async (host) => {
    const client = clientWith({});
    const before = calls;
    for (const address of [`https://${host}:${canaryPort}/`, `http://${host}:${canaryPort}/`]) {
      await expect(client.post(address, plain)).rejects.toMatchObject({ name: "EgressError", code: codeFor(host) });
      // Where a name leads is looked up with each post.
      expect(client.mayPostTo(address)).toBe(/^https:\/\/localhost/i.test(address));
    }
    expect(calls).toBe(before);
  });

  it("are refused where somebody else is to call them, without a connection", async () => {
    const client = clientWith({});
    const before = calls;
    for (const host of hostile) {
      await expect(client.check(`https://${host}:${canaryPort}/`), host).rejects.toMatchObject({ name: "EgressError", code: codeFor(host) });
    }
    await expect(client.check(`http://8.8.8.8/`)).rejects.toMatchObject({ code: "address-refused" });
    await expect(client.check("https://me:secret@8.8.8.8/")).rejects.toMatchObject({ code: "address-refused" });
    await expect(client.check("https://[2606:4700::1111]/")).resolves.toBeUndefined();
    await expect(clientWith({ allowedNetworks: ["127.0.0.0/8"] }).check(`http://127.0.0.1:${canaryPort}/`)).resolves.toBeUndefined();
    const mixed = clientWith({}, () => Promise.resolve([{ address: "8.8.8.8", family: 4 }, { address: "10.0.0.1", family: 4 }]));
    await expect(mixed.check("https://receiver.example/")).rejects.toMatchObject({ code: "address-refused" });
    expect(calls).toBe(before);
  });

  it("are refused by whatever name, if any of its addresses is one", async () => {
    const answers = [["8.8.8.8", "::1"], ["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["2606:4700::1111", "::ffff:10.0.0.1"], []];
    for (const addresses of answers) {
      const client = clientWith({}, () => Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))));
      await expect(client.post("https://receiver.example/", plain)).rejects.toMatchObject({ code: "address-refused" });
    }
  });

  it("are refused by a name that led elsewhere before", async () => {
    let looks = 0;
    const client = clientWith({ allowedNetworks: ["127.0.0.1/32"] }, () => Promise.resolve([{ address: looks++ === 0 ? "127.0.0.1" : "127.0.0.2", family: 4 }]));
    const address = `http://receiver.example:${canaryPort}`;
    await expect(client.post(`${address}/`, plain)).resolves.toMatchObject({ status: 200 });
    server.closeAllConnections();
    await expect(client.post(`${address}/again`, plain)).rejects.toMatchObject({ code: "address-refused" });
    expect(looks).toBe(2);
  });

  it("are refused where they hold a user's name, are of another scheme, or no address at all", async () => {
    const client = clientWith({ allowedNetworks: ["127.0.0.0/8"] });
    for (const address of [`http://me:secret@127.0.0.1:${canaryPort}/`, "ftp://127.0.0.1/", "file:///etc/passwd", "nonsense", "https://"]) {
      expect(client.mayPostTo(address)).toBe(false);
      await expect(client.post(address, plain)).rejects.toMatchObject({ name: "EgressError" });
    }
  });
});

describe("receivers that misbehave", () => {
  const allowed = () => clientWith({ allowedNetworks: ["127.0.0.0/8"] });
  const at = (path: string) => `http://127.0.0.1:${canaryPort}${path}`;

  it("are not followed to where they redirect", async () => {
    const before = calls;
    await expect(allowed().post(at("/redirect"), plain)).resolves.toMatchObject({ status: 302 });
    expect(calls).toBe(before + 1);
  });

  it.each(["/drip", "/never"])("end at the deadline: %s", async (path) => {
    await expect(allowed().post(at(path), { ...plain, deadlineMs: 200 })).rejects.toMatchObject({ code: "timeout" });
  });

  it("are cut off where their answer does not end", async () => {
    await expect(allowed().post(at("/endless"), { ...plain, deadlineMs: 5_000 })).resolves.toMatchObject({ status: 200 });
  });

  it("say when to come again, and are unreachable where nobody listens", async () => {
    await expect(allowed().post(at("/busy"), plain)).resolves.toEqual({ status: 429, retryAfter: "7" });
    await expect(allowed().post("http://127.0.0.1:1/", plain)).rejects.toMatchObject({ code: "unreachable" });
  });

  it("are reached wherever they are by an address out of the configuration", async () => {
    await expect(clientWith({}).post(at("/"), { ...plain, isOperators: true })).resolves.toMatchObject({ status: 200 });
  });
});

it("refuses a configuration that names no networks", () => {
  expect(() => new EgressClient({ allowedNetworks: ["10.0.0.1"] })).toThrow(/such as 10\.1\.0\.0\/16/);
});
