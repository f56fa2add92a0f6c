import { createSecretKey, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Secrets, type SecretPlace } from "./secrets.ts";

const place: SecretPlace = { projectId: "default", kind: "account", id: "acc_1" };
const [first, second] = [createSecretKey(randomBytes(32)), createSecretKey(randomBytes(32))];
const unreadable = expect.objectContaining({ code: "secret-unreadable" }) as unknown;

describe("Secrets", () => {
  it("opens what it sealed, and tells nothing of it before", () => {
    const secrets = new Secrets([first]);
    for (const secret of ["", "token", "届け".repeat(5_000)]) {
      const sealed = secrets.seal(place, secret);
      expect(secrets.open(place, sealed)).toBe(secret);
      expect(sealed).toMatch(/^v1\.[0-9a-f]{16}\.[A-Za-z0-9_-]+$/);
    }
    expect(Buffer.from(secrets.seal(place, "token").slice(20), "base64url").includes("token")).toBe(false);
  });

  it("seals the same secret differently each time", () => {
    const secrets = new Secrets([first]);
    expect(new Set(Array.from({ length: 1_000 }, () => secrets.seal(place, "token"))).size).toBe(1_000);
  });

  it.each<[string, Partial<SecretPlace>]>([
    ["project", { projectId: "shop-b" }],
    ["kind", { kind: "webhook" }],
    ["row", { id: "acc_2" }],
    ["row whose name runs into the kind's", { kind: 'account","acc_1', id: "" }],
  ])("opens nothing at another %s", (_what, other) => {
    const secrets = new Secrets([first]);
    const sealed = secrets.seal(place, "token");
    expect(() => secrets.open({ ...place, ...other }, sealed)).toThrow(unreadable);
  });

  it("opens nothing of which any byte has changed", () => {
    const secrets = new Secrets([first]);
    const sealed = secrets.seal(place, "token");
    const [version, id, text] = sealed.split(".") as [string, string, string];
    const bytes = Buffer.from(text, "base64url");
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(() => secrets.open(place, `${version}.${id}.${changed.toString("base64url")}`)).toThrow(unreadable);
    }
    for (const other of ["", "token", `v2.${id}.${text}`, `v1.${id}`, `v1.${id}.${text.slice(0, 20)}`]) {
      expect(() => secrets.open(place, other)).toThrow(unreadable);
    }
  });

  it("seals under the first key and opens under all, so that keys can be changed", () => {
    const sealedBefore = new Secrets([first]).seal(place, "token");
    const during = new Secrets([second, first]);
    expect(during.open(place, sealedBefore)).toBe("token");
    expect(sealedBefore.startsWith(during.currentBeginning)).toBe(false);
    const sealedAnew = during.seal(place, "token");
    expect(sealedAnew.startsWith(during.currentBeginning)).toBe(true);
    const after = new Secrets([second]);
    expect(after.open(place, sealedAnew)).toBe("token");
    expect(() => after.open(place, sealedBefore)).toThrow(unreadable);
  });

  it("says what to do without a key, and takes none of another length", () => {
    const none = new Secrets([]);
    expect(() => none.seal(place, "token")).toThrow(expect.objectContaining({ code: "no-secrets-key", message: expect.stringContaining("openssl rand -base64 32") as unknown }));
    expect(() => none.open(place, new Secrets([first]).seal(place, "token"))).toThrow(unreadable);
    expect(() => new Secrets([createSecretKey(randomBytes(16))])).toThrow("secretKeys: each must be 32 bytes");
  });
});
