import { verifySignature } from "@vonage/jwt";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createAuthorize } from "./authorization.ts";
import { applicationId, privateKey, publicKey } from "./testing/keys.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-06-01T00:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

const claimsOf = (header: string) =>
  JSON.parse(Buffer.from(header.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;

it("signs for an application with a token that Vonage's own package accepts", () => {
  const header = createAuthorize({ applicationId, privateKey })();
  expect(verifySignature(header.replace("Bearer ", ""), publicKey)).toBe(true);
  expect(claimsOf(header)).toEqual({
    application_id: applicationId,
    iat: Date.now() / 1_000,
    exp: Date.now() / 1_000 + 900,
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

it("keeps a token for half its life, and then makes another", () => {
  const authorize = createAuthorize({ applicationId, privateKey });
  const first = authorize();
  vi.advanceTimersByTime(449_000);
  expect(authorize()).toBe(first);
  vi.advanceTimersByTime(2_000);
  expect(claimsOf(authorize())["jti"]).not.toBe(claimsOf(first)["jti"]);
});

it("signs for an API key with its secret", () => {
  expect(createAuthorize({ apiKey: "a1b2c3d", apiSecret: "s" })()).toBe(`Basic ${Buffer.from("a1b2c3d:s").toString("base64")}`);
});
