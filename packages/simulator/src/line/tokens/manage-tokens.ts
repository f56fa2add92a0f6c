import type { Outcome } from "../../serve.ts";
import { answerJson } from "../errors.ts";
import { assess } from "./assertion.ts";
import { refuseSecret } from "./issue-token.ts";
import { refuseToken } from "./refuse-token.ts";
import type { TokenEndpoint } from "./token-call.ts";

/** GET /oauth2/v2.1/verify and POST /v2/oauth/verify */
export const verifyToken: TokenEndpoint = {
  name: "token-verify",
  handle(line, form) {
    const known = line.accessTokens.find(form.get("access_token") ?? "");
    if (known === undefined) return refuseToken("invalid_request", "access token invalid");
    const left = known.expiresAt - line.simulation.clock.now();
    const expires_in = left === Infinity ? 0 : Math.floor(left / 1_000);
    return answerJson(200, { client_id: line.channelId, expires_in, scope: "" });
  },
};

/** GET /oauth2/v2.1/tokens/kid */
export const listTokenKeys: TokenEndpoint = {
  name: "token-keys",
  handle(line, form) {
    const assessed = assess(line, form);
    if ("refusal" in assessed) return assessed.refusal;
    return answerJson(200, { kids: line.accessTokens.ofKind("v2.1").map(({ keyId }) => keyId) });
  },
};

const done: Outcome = { answer: { status: 200, body: "" } };

/** POST /v2/oauth/revoke: well for tokens that are void already. */
export const revokeToken: TokenEndpoint = {
  name: "token-revoke",
  handle(line, form) {
    line.accessTokens.revoke(form.get("access_token") ?? "");
    return done;
  },
};

/** POST /oauth2/v2.1/revoke: the same, for those who know the channel's secret. */
export const revokeTokenBySecret: TokenEndpoint = {
  name: "token-revoke",
  handle: (line, form) => refuseSecret(line, form) ?? revokeToken.handle(line, form),
};
