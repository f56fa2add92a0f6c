import { SignatureError, type InboundRequest } from "@todoke/core";
import { verifySignature as verifyOfficially } from "@vonage/jwt";
import { describe, expect, it } from "vitest";
import { verifySignature } from "./signature.ts";
import { signatureSecret } from "./testing/keys.ts";
import { signedRequest } from "./testing/signed-request.ts";

const content = { message_uuid: "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab", status: "delivered", channel: "sms" };
const verify = (request: InboundRequest, secrets: readonly string[] = [signatureSecret]) => () => verifySignature(request, secrets);

describe("verifySignature", () => {
  it("believes what Vonage's own package believes", () => {
    const request = signedRequest(content);
    const token = request.headers["authorization"]?.replace("Bearer ", "") ?? "";
    expect(verifyOfficially(token, signatureSecret)).toBe(true);
    expect(verifyOfficially(token, "another")).toBe(false);
    expect(verify(request)).not.toThrow();
    expect(verify(request, ["another"])).toThrow(SignatureError);
  });

  it("tries every secret in force", () => {
    expect(verify(signedRequest(content), ["the-next", signatureSecret])).not.toThrow();
  });

  it("believes a report that comes late", () => {
    expect(verify(signedRequest(content, { claims: { iat: 1_000_000_000 } }))).not.toThrow();
  });

  it.each<[string, InboundRequest]>([
    ["no header", { ...signedRequest(content), headers: {} }],
    ["another scheme", { ...signedRequest(content), headers: { authorization: "Basic eDp5" } }],
    ["two parts", { ...signedRequest(content), headers: { authorization: "Bearer a.b" } }],
    ["another secret", signedRequest(content, { secret: "guessed" })],
    ["an empty secret", signedRequest(content, { secret: "" })],
    ["no algorithm", signedRequest(content, { header: { alg: "none" } })],
    ["another algorithm", signedRequest(content, { header: { alg: "HS512" } })],
    ["another body", { ...signedRequest(content), body: Buffer.from(JSON.stringify({ ...content, status: "rejected" })) }],
    ["the same values in other bytes", { ...signedRequest(content), body: Buffer.from(JSON.stringify(content, null, 1)) }],
    ["no hash of the body", signedRequest(content, { claims: { payload_hash: undefined } })],
    ["an end that has passed", signedRequest(content, { claims: { exp: 1_780_000_000 - 1e8 } })],
    ["an end that is no time", signedRequest(content, { claims: { exp: "never" } })],
  ])("does not believe a request with %s", (_name, request) => {
    expect(verify(request)).toThrow(SignatureError);
  });

  it("believes nobody without a secret", () => {
    expect(verify(signedRequest(content), [])).toThrow(SignatureError);
  });
});
