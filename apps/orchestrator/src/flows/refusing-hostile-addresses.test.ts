import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { post } from "../testing/call-service.ts";
import { hostileHosts } from "../testing/hostile-addresses.ts";
import { allowedHost, failed, type HostileStage, type Names, startHostileStage, tellInTurn } from "../testing/hostile-stage.ts";
import { readMetrics } from "../testing/read-metrics.ts";

const publicAddress = "8.8.8.8";
/** Names that lead inside, as their name servers say. */
const hostileNames: Names = {
  localhost: [["127.0.0.1", "::1"]],
  "localhost.": [["127.0.0.1", "::1"]],
  "loopback.test": [["127.0.0.1"]],
  "mapped.test": [["::ffff:127.0.0.1"]],
  "private.test": [["10.0.0.1"]],
  "metadata.test": [["169.254.169.254"]],
  "mixed.test": [[publicAddress, "127.0.0.1"]],
  "mixed-families.test": [[publicAddress, "fd00::1"]],
  "nowhere.test": [[]],
};
const turning = "turning.test";

let stage: HostileStage;

beforeAll(async () => {
  stage = await startHostileStage({ ...hostileNames, [turning]: [[allowedHost], ["127.0.0.1"]] });
}, 60_000);

afterAll(() => stage.close());

describe("hostile addresses of webhooks", () => {
  it("are refused where they tell by themselves, at either door, and point at the field", async () => {
    const hosts = hostileHosts.filter((host) => !isReceivers(host));
    expect(hosts.length).toBeGreaterThan(60);
    const urls = [...hosts.flatMap((host) => ["https", "http"].map((scheme) => `${scheme}://${host}:${stage.port}/`)), ...strange];
    const message = { to: [{ addresses: { phone: "+819077660001" } }], text: "届け" };
    await Promise.all(urls.map(async (url) => {
      const [endpoint, own] = await Promise.all([
        post(stage.service.url, "/v1/webhook-endpoints", { name: "inside", url }),
        post(stage.service.url, "/v1/messages", { ...message, webhooks: { delivery: { url } } }),
      ]);
      expect(endpoint, url).toMatchObject({ status: 422, body: { errors: [{ pointer: "/url", code: "address-refused" }] } });
      expect(own, url).toMatchObject({ status: 422, body: { errors: [{ pointer: "/webhooks/delivery/url", code: "address-refused" }] } });
    }));
    expect(stage.connections()).toBe(0);
  }, 60_000);

  it("fail where their name leads inside, are never reached, and keep nobody waiting", async () => {
    const names = Object.keys(hostileNames);
    const urls = names.flatMap((name) => [`https://${name}:${stage.port}/`, `http://${name}:${stage.port}/`]);
    const endpoints = await Promise.all(urls.map((url) => stage.makeEndpoint(url)));
    const turned = await stage.makeEndpoint(`http://${turning}:${stage.port}/turning`);
    const redirected = await Promise.all(["/redirect", "/redirect-again"].map((path) => stage.makeEndpoint(stage.url(path))));
    for (const path of ["/drip", "/never", "/endless"]) await stage.makeEndpoint(stage.url(path));
    await stage.makeEndpoint(stage.url("/good"));
    expect(await tellInTurn(stage, "/good", names.map((name) => `https://${name}:${stage.port}/own`))).toBeLessThan(40_000);
    for (const endpoint of endpoints) {
      for (const { code } of await failed(stage, endpoint)) expect(code).toBe("address-refused");
    }
    expect((await failed(stage, turned)).map(({ code }) => code)).toContain("address-refused");
    expect(stage.posted.filter((path) => path === "/turning").length).toBeGreaterThan(0);
    const redirects = await Promise.all(redirected.map((endpoint) => failed(stage, endpoint)));
    expect(redirects.map(([first]) => first!.code)).toEqual(["http-302", "http-307"]);
    await vi.waitFor(async () => expect(await failuresOfMessages([...endpoints, turned, ...redirected])).toBeGreaterThanOrEqual(names.length), { timeout: 15_000, interval: 100 });
    expect(stage.connections()).toBe(0);
  }, 90_000);
});

/** Where the receiver itself listens, which is allowed. */
function isReceivers(host: string): boolean {
  return allowedHost === "::1" && /^\[[0:]*:0*1\]$/.test(host);
}

/** No web addresses, or with somebody's name in them. */
const strange = ["ftp://8.8.8.8/", "file:///etc/passwd", "gopher://8.8.8.8/", "https://me:secret@8.8.8.8/", "https://8.8.8.8@127.0.0.1/", "nonsense", "https://", "//8.8.8.8/"];

/** Posts of messages' own addresses that failed: all but those that endpoints tell of. */
async function failuresOfMessages(endpoints: readonly string[]): Promise<number> {
  const posts = await readMetrics(stage.service.url);
  const ofEndpoints = await Promise.all(endpoints.map((endpoint) => stage.failuresOf(endpoint)));
  return posts.sum("todoke_webhook_posts_total", { result: "failed" }) - ofEndpoints.flat().length;
}
