import { createHmac } from "node:crypto";
import { SignatureError, type InboundRequest } from "@todoke/core";
import { expect, test } from "vitest";
import type { CallbackAuthentication, HmacAuthentication } from "../callback-config.ts";
import { verifyCallback } from "./signature.ts";

const url = "https://hooks.example.com/v1/inbound/carrier?attempt=t0ken&status=4";
// Neither text nor JSON: what is signed is bytes.
const body = Buffer.from([0xff, 0x00, 0x7b, 0xe5, 0xb8]);
const [oldSecret, newSecret] = ["the-secret-that-leaves", "the-secret-that-comes"];
const secrets = [oldSecret, newSecret];

function passes(authentication: CallbackAuthentication, request: Partial<InboundRequest>): boolean {
  try {
    verifyCallback(authentication, { method: "POST", url, headers: {}, body, ...request });
    return true;
  } catch (error) {
    if (!SignatureError.is(error)) throw error;
    for (const secret of secrets) expect(error.message).not.toContain(secret);
    return false;
  }
}

function hmac(algorithm: "sha256" | "sha1", encoding: "hex" | "base64", ...parts: readonly (string | Uint8Array)[]): string {
  const mac = createHmac(algorithm, newSecret);
  for (const part of parts) mac.update(part);
  return mac.digest(encoding);
}

test.each(["sha256", "sha1"] as const)("%s over the bytes, in every encoding, under any secret in force", (algorithm) => {
  for (const encoding of ["hex", "base64"] as const) {
    const authentication: HmacAuthentication = { type: "hmac", algorithm, secrets, header: "X-Signature", encoding, prefix: "v1=" };
    const signature = hmac(algorithm, encoding, body);
    expect(passes(authentication, { headers: { "x-signature": `v1=${signature}` } })).toBe(true);
    expect(passes(authentication, { headers: { "x-signature": signature } })).toBe(false);
    expect(passes(authentication, { headers: { "x-signature": "v1=" } })).toBe(false);
    expect(passes(authentication, {})).toBe(false);
    expect(passes({ ...authentication, secrets: [oldSecret] }, { headers: { "x-signature": `v1=${signature}` } })).toBe(false);
    const upper = passes(authentication, { headers: { "x-signature": `v1=${signature.toUpperCase()}` } });
    expect(upper).toBe(encoding === "hex");
  }
});

test("a published vector: RFC 4231, test case 2", () => {
  const authentication: HmacAuthentication = { type: "hmac", algorithm: "sha256", secrets: ["Jefe"], header: "s", encoding: "hex" };
  const signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  const request = { headers: { s: signature }, body: Buffer.from("what do ya want for nothing?") };
  expect(passes(authentication, request)).toBe(true);
  expect(passes(authentication, { ...request, body: Buffer.from("what do ya want for something?") })).toBe(false);
});

test("a time of signing that is recent, and signed along", () => {
  const authentication: HmacAuthentication = {
    type: "hmac",
    algorithm: "sha256",
    secrets,
    header: "x-signature",
    encoding: "hex",
    content: "{{timestamp}}.{{body}}",
    timestamp: { header: "X-Timestamp", toleranceMs: 60_000 },
  };
  const at = (written: string) => ({ "x-timestamp": written, "x-signature": hmac("sha256", "hex", `${written}.`, body) });
  const now = Date.now();
  expect(passes(authentication, { headers: at(String(Math.floor(now / 1_000))) })).toBe(true);
  expect(passes(authentication, { headers: at(String(now)) })).toBe(true);
  expect(passes(authentication, { headers: at(new Date(now).toISOString()) })).toBe(true);
  for (const offsetMs of [-61_000, 61_000]) {
    expect(passes(authentication, { headers: at(String(now + offsetMs)) })).toBe(false);
  }
  for (const written of ["", "soon", "NaN"]) expect(passes(authentication, { headers: at(written) })).toBe(false);
  const moved = { ...at(String(now - 30_000)), "x-timestamp": String(now) };
  expect(passes(authentication, { headers: moved })).toBe(false);
});

test("an address and a method, for carriers that report in a query", () => {
  const content = "{{method}} {{url}}";
  const authentication: HmacAuthentication = { type: "hmac", algorithm: "sha1", secrets, header: "x-signature", encoding: "base64", content };
  const headers = { "x-signature": hmac("sha1", "base64", `GET ${url}`) };
  expect(passes(authentication, { method: "GET", headers })).toBe(true);
  expect(passes(authentication, { method: "POST", headers })).toBe(false);
  expect(passes(authentication, { method: "GET", headers, url: `${url}0` })).toBe(false);
});

test("a secret in a header or in the query", () => {
  const header: CallbackAuthentication = { type: "header", header: "Authorization", secrets };
  expect(passes(header, { headers: { authorization: newSecret } })).toBe(true);
  const query: CallbackAuthentication = { type: "query", parameter: "key", secrets };
  expect(passes(query, { url: `${url}&key=${oldSecret}` })).toBe(true);
  for (const wrong of ["", newSecret.slice(1), `${newSecret} `, newSecret.toUpperCase(), "é".repeat(newSecret.length)]) {
    expect(passes(header, { headers: { authorization: wrong } })).toBe(false);
    expect(passes(query, { url: `${url}&key=${encodeURIComponent(wrong)}` })).toBe(false);
  }
  expect(passes(header, {})).toBe(false);
  expect(passes(query, {})).toBe(false);
});

test("a token in the address, where there is nothing else", () => {
  expect(passes({ type: "token" }, {})).toBe(true);
  for (const address of ["https://hooks.example.com/v1/inbound/carrier", `${url.split("?")[0]}?attempt=`, "::?%"]) {
    expect(passes({ type: "token" }, { url: address })).toBe(false);
  }
});
