import { ProviderError, type ErrorClass } from "@todoke/core";
import { parseJsonObject, readNumber, readText } from "../json-object.ts";
import { TransportFailure, type Transport, type TransportResponse } from "../transport.ts";
import { createAssertion } from "./assertion.ts";
import type { ResolvedCredentials } from "./channel-credentials.ts";

export interface IssuedToken {
  readonly token: string;
  readonly lifetimeMs: number;
}

const timeoutMs = 10_000;
const statelessLifetimeMs = 15 * 60 * 1000;

/** Asks LINE for a token once. Throws `ProviderError` of class `sender`, `throttled` or `unavailable`. */
export async function issueToken(transport: Transport, credentials: ResolvedCredentials): Promise<IssuedToken> {
  const { path, form } = requestFor(credentials);
  const headers = ["content-type", "application/x-www-form-urlencoded", "user-agent", "todoke-line"];
  const body = new URLSearchParams({ grant_type: "client_credentials", ...form }).toString();
  const response = await transport.request({ method: "POST", path, headers, body }, { timeoutMs }).catch((error) => {
    throw error instanceof TransportFailure ? failure("unavailable", error.code, "LINE did not answer") : error;
  });
  return readToken(response);
}

/** "Channel access token" in "Messaging API reference", developers.line.biz. */
function requestFor(credentials: ResolvedCredentials) {
  if ("channelSecret" in credentials) {
    const { channelId, channelSecret } = credentials;
    return { path: "/oauth2/v3/token", form: { client_id: channelId, client_secret: channelSecret } };
  }
  const { tokenLifetimeMs } = credentials;
  const terms = { ...credentials, tokenLifetimeMs: tokenLifetimeMs ?? statelessLifetimeMs };
  return {
    path: tokenLifetimeMs === undefined ? "/oauth2/v3/token" : "/oauth2/v2.1/token",
    form: {
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: createAssertion(terms, new Date()),
    },
  };
}

function readToken({ status, text }: TransportResponse): IssuedToken {
  const body = parseJsonObject(text) ?? {};
  const token = readText(body["access_token"]);
  const seconds = readNumber(body["expires_in"]);
  if (status === 200 && token !== undefined && seconds !== undefined) return { token, lifetimeMs: seconds * 1000 };
  if (status === 429) throw failure("throttled", "token-http-429", "LINE asks to slow down");
  if (status < 400 || status >= 500) throw failure("unavailable", `token-http-${status}`, "LINE failed");
  const isFull = /maximum number/i.test(readText(body["message"]) ?? "");
  throw isFull
    ? failure("sender", "token-limit", "The channel has its 30 tokens: leave out tokenLifetimeMs, or revoke some")
    : failure("sender", `token-http-${status}`, "LINE refused: check the channel's id, and its secret or key");
}

function failure(errorClass: ErrorClass, providerCode: string, says: string): ProviderError {
  const message = `No channel access token was issued, and nothing was sent. ${says}`;
  return new ProviderError({ class: errorClass, providerCode, message });
}
