/** What a key may do, each word for a part of the operations. A closed list; words may be added. */
export const apiKeyScopes = [
  "messages:read",
  "messages:write",
  "audiences:read",
  "audiences:write",
  "contacts:read",
  "contacts:write",
  "suppressions:read",
  "suppressions:write",
  "inbound:read",
  "reports:read",
  "reports:write",
  "accounts:read",
  "accounts:write",
  "budgets:read",
  "budgets:write",
  "keys:manage",
] as const;

export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** Those that this version knows: a later one may have stored others. */
export function knownScopes(scopes: readonly string[]): readonly ApiKeyScope[] {
  return apiKeyScopes.filter((scope) => scopes.includes(scope));
}
