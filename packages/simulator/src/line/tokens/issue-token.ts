import type { Outcome } from "../../serve.ts";
import { answerJson, refuse } from "../errors.ts";
import type { LineChannel } from "../line-channel.ts";
import type { TokenKind } from "./access-tokens.ts";
import { assess } from "./assertion.ts";
import { refuseToken } from "./refuse-token.ts";
import type { TokenEndpoint } from "./token-call.ts";

/** POST /oauth2/v2.1/token */
export const issueToken: TokenEndpoint = {
  name: "token-issue",
  handle: (line, form) => refuseGrant(form) ?? issueByAssertion(line, form),
};

/** POST /oauth2/v3/token: by an assertion, or by the channel's secret. */
export const issueStatelessToken: TokenEndpoint = {
  name: "token-issue-stateless",
  handle(line, form) {
    const refusal = refuseGrant(form) ?? refuseCaller(line, form);
    return refusal ?? issue(line, "stateless", statelessMs);
  },
};

/** POST /v2/oauth/accessToken */
export const issueShortLivedToken: TokenEndpoint = {
  name: "token-issue-short-lived",
  handle(line, form) {
    const refusal = refuseGrant(form) ?? refuseSecret(line, form);
    if (refusal !== undefined) return refusal;
    const [oldest, ...others] = line.accessTokens.ofKind("short-lived");
    if (oldest !== undefined && others.length + 1 >= mostTokens) line.accessTokens.revoke(oldest.token);
    return issue(line, "short-lived", longestMs);
  },
};

/** "Messaging API reference", Channel access token: per channel and kind. */
const mostTokens = 30;
const statelessMs = 15 * 60_000;
const longestMs = 30 * 24 * 3_600_000;

function issueByAssertion(line: LineChannel, form: URLSearchParams): Outcome {
  const assessed = assess(line, form);
  if ("refusal" in assessed) return assessed.refusal;
  const lifetimeMs = Number(assessed.payload["token_exp"]) * 1_000;
  if (!(lifetimeMs > 0 && lifetimeMs <= longestMs)) return refuseToken("invalid_client", "Invalid token_exp");
  if (line.accessTokens.ofKind("v2.1").length >= mostTokens) {
    return refuse(400, "The maximum number of access tokens has already been issued");
  }
  return issue(line, "v2.1", lifetimeMs);
}

function issue(line: LineChannel, kind: TokenKind, lifetimeMs: number): Outcome {
  const { token, keyId } = line.accessTokens.issue(kind, lifetimeMs);
  const expires_in = Math.floor(lifetimeMs / 1_000);
  return answerJson(200, { access_token: token, expires_in, token_type: "Bearer", key_id: keyId });
}

function refuseGrant(form: URLSearchParams): Outcome | undefined {
  if (form.get("grant_type") === "client_credentials") return undefined;
  return refuseToken("invalid_request", "unsupported grant_type");
}

function refuseCaller(line: LineChannel, form: URLSearchParams): Outcome | undefined {
  if (!form.has("client_assertion")) {
    return refuseSecret(line, form) && refuseToken("invalid_request", "Invalid 'client_credentials'.");
  }
  const assessed = assess(line, form);
  return "refusal" in assessed ? assessed.refusal : undefined;
}

/** Wrong `client_id` or `client_secret`. */
export function refuseSecret(line: LineChannel, form: URLSearchParams): Outcome | undefined {
  if (form.get("client_id") !== line.channelId) return refuseToken("invalid_client", "invalid client_id");
  if (form.get("client_secret") !== line.channelSecret) return refuseToken("invalid_client", "invalid client_secret");
  return undefined;
}
