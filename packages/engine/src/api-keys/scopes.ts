import { defaultProject } from "../project.ts";

/** What a key may do, each word for a part of the operations. A closed list; words may be added. */
export const apiKeyScopes = [
  "messages:read",
  "messages:write",
  "audiences:read",
  "audiences:write",
  "templates:read",
  "templates:write",
  "contacts:read",
  "contacts:write",
  "suppressions:read",
  "suppressions:write",
  "inbound:read",
  "triggers:read",
  "triggers:write",
  "reports:read",
  "reports:write",
  "accounts:read",
  "accounts:write",
  "budgets:read",
  "budgets:write",
  "keys:manage",
  "projects:read",
  "projects:write",
] as const;

export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** Those that a key of the project may have: only keys of the default project may look at others, and make them. */
export function scopesOfProject(projectId: string): readonly ApiKeyScope[] {
  return projectId === defaultProject ? apiKeyScopes : apiKeyScopes.filter((scope) => !scope.startsWith("projects:"));
}

/** Those that this version knows: a later one may have stored others. */
export function knownScopes(scopes: readonly string[]): readonly ApiKeyScope[] {
  return apiKeyScopes.filter((scope) => scopes.includes(scope));
}
