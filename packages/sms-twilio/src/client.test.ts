import { EventEmitter, once } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createClient } from "./client.ts";
import type { TwilioSmsConfig } from "./config.ts";

const settings = { accountSid: `AC${"0".repeat(32)}`, authToken: "token", from: "+15005550006" };

afterEach(() => {
  vi.unstubAllEnvs();
});

async function hostOf(config: TwilioSmsConfig): Promise<string> {
  const client = createClient(config);
  const { body } = await client.call("ask", { timeoutMs: 1_000 }, async (twilio) =>
    twilio.getHostname("api.twilio.com", twilio.edge, twilio.region),
  );
  await client.close();
  return body;
}

describe("createClient", () => {
  it("calls Twilio's own host by default", async () => {
    expect(await hostOf(settings)).toBe("api.twilio.com");
  });

  it("calls the edge and region of the settings", async () => {
    expect(await hostOf({ ...settings, edge: "dublin", region: "ie1" })).toBe("api.dublin.ie1.twilio.com");
  });

  it("lets no edge or region in from the environment", async () => {
    vi.stubEnv("TWILIO_EDGE", "sydney");
    vi.stubEnv("TWILIO_REGION", "au1");
    expect(await hostOf(settings)).toBe("api.twilio.com");
  });

  it("can be closed before the first call", async () => {
    await expect(createClient(settings).close()).resolves.toBeUndefined();
  });

  it("waits for calls under way when it is closed", async () => {
    const client = createClient(settings);
    const provider = new EventEmitter();
    const events: string[] = [];
    const call = client.call("ask", { timeoutMs: 5_000 }, () => once(provider, "answer"));
    const closing = client.close().then(() => events.push("closed"));
    await client.call("ask", { timeoutMs: 5_000 }, async () => events.push("another call"));
    events.push("answer");
    provider.emit("answer");
    await Promise.all([call, closing]);
    expect(events).toEqual(["another call", "answer", "closed"]);
  });
});
