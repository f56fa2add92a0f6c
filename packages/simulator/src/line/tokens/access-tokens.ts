import type { Clock } from "../../clock.ts";
import type { Random } from "../../random.ts";
import { createUlid } from "../ulid.ts";

export type TokenKind = "long-lived" | "short-lived" | "v2.1" | "stateless";

export interface AccessToken {
  readonly token: string;
  readonly kind: TokenKind;
  /** In milliseconds since the epoch; Infinity for the long-lived one. */
  readonly expiresAt: number;
  /** Names the token without telling it; only those of version 2.1 have one. */
  readonly keyId?: string;
}

/** The channel access tokens that are good at present. */
export interface AccessTokens {
  /** Whether a call with this `authorization` header may be made. */
  admits(authorization: string | undefined): boolean;
  find(token: string): AccessToken | undefined;
  ofKind(kind: TokenKind): readonly AccessToken[];
  issue(kind: TokenKind, lifetimeMs: number): AccessToken;
  /** Without effect on a token that is unknown, or stateless: those cannot be revoked. */
  revoke(token: string): void;
}

/** Begins with one long-lived token, as from LINE's console. */
export function createAccessTokens(clock: Clock, random: Random, longLived: string): AccessTokens {
  const tokens = new Map<string, AccessToken>();
  tokens.set(longLived, { token: longLived, kind: "long-lived", expiresAt: Infinity });

  function find(token: string): AccessToken | undefined {
    const known = tokens.get(token);
    if (known === undefined || clock.now() < known.expiresAt) return known;
    tokens.delete(token);
    return undefined;
  }

  return {
    admits: (authorization = "") => authorization.startsWith("Bearer ") && find(authorization.slice(7)) !== undefined,
    find,
    ofKind: (kind) => [...tokens.keys()].flatMap((token) => find(token) ?? []).filter((token) => token.kind === kind),
    issue(kind, lifetimeMs) {
      const now = clock.now();
      const token = `${kind}.${createUlid(now, random)}`;
      const keyId = kind === "v2.1" ? { keyId: createUlid(now, random) } : {};
      const issued: AccessToken = { token, kind, expiresAt: now + lifetimeMs, ...keyId };
      tokens.set(token, issued);
      return issued;
    },
    revoke(token) {
      if (tokens.get(token)?.kind !== "stateless") tokens.delete(token);
    },
  };
}
