import { createPublicKey, verify } from "node:crypto";
import { isObject, type JsonRecord } from "../../json.ts";
import type { Outcome } from "../../serve.ts";
import { refuse } from "../errors.ts";
import type { LineChannel } from "../line-channel.ts";
import { refuseToken } from "./refuse-token.ts";

/** "Messaging API reference", Issue channel access token v2.1: how far ahead an assertion may expire. */
const longestAssertionMs = 30 * 60_000;

/** A JSON Web Token, taken apart. */
interface Assertion {
  readonly header: JsonRecord;
  readonly payload: JsonRecord;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** What an assertion says, or why it is refused. */
type Assessed = { readonly payload: JsonRecord } | { readonly refusal: Outcome };

/** Checks a `client_assertion`; its signature only where the account's options have the keys for it. */
export function assess(line: LineChannel, form: URLSearchParams): Assessed {
  const assertion = parse(form.get("client_assertion") ?? "");
  if (assertion === undefined) return { refusal: refuseToken("invalid_client", "Invalid client_assertion") };
  const { header, payload } = assertion;
  const now = line.simulation.clock.now();
  const expiresAt = Number(payload["exp"]) * 1_000;
  const checks: Readonly<Record<string, boolean>> = {
    alg: header["alg"] === "RS256",
    iss: payload["iss"] === line.channelId,
    sub: payload["sub"] === line.channelId,
    aud: payload["aud"] === "https://api.line.me/",
    exp: expiresAt > now && expiresAt <= now + longestAssertionMs,
  };
  const wrong = Object.keys(checks).find((name) => checks[name] === false);
  if (wrong !== undefined) return { refusal: refuseToken("invalid_client", `Invalid ${wrong}`) };
  const refusal = refuseSignature(line, assertion);
  return refusal === undefined ? { payload } : { refusal };
}

function refuseSignature(line: LineChannel, { header, signed, signature }: Assertion): Outcome | undefined {
  const keys = line.options.assertionKeys;
  if (keys === undefined) return undefined;
  const key = keys.find(({ kid }) => kid === header["kid"]);
  if (key === undefined) return refuse(404, "Cannot find channel key that satisfies the conditions");
  const publicKey = createPublicKey({ key: { ...key }, format: "jwk" });
  if (verify("RSA-SHA256", signed, publicKey, signature)) return undefined;
  return refuseToken("invalid_client", "Invalid signature");
}

function parse(token: string): Assertion | undefined {
  const [header = "", payload = "", signature] = token.split(".");
  if (signature === undefined) return undefined;
  const parsed = { header: parsePart(header), payload: parsePart(payload) };
  if (parsed.header === undefined || parsed.payload === undefined) return undefined;
  return {
    header: parsed.header,
    payload: parsed.payload,
    signed: Buffer.from(`${header}.${payload}`),
    signature: Buffer.from(signature, "base64url"),
  };
}

function parsePart(part: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
