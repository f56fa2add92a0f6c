import { InvalidRequestError, type Problem } from "@todoke/core";
import { StateError } from "../control/state-error.ts";
import { formatDuration, parseDurationMs } from "../durations.ts";
import type { EngineContext } from "../engine-context.ts";
import { newId, parseApiKeyId } from "../ids.ts";
import { readApiKey, readApiKeys } from "../store/api-keys/read-api-keys.ts";
import { hasApiKeys, insertApiKey, replaceSecret, revokeApiKey } from "../store/api-keys/write-api-keys.ts";
import type { Database } from "../database/open-database.ts";
import { readInstant } from "../timing.ts";
import type { ApiKeys, IssuedApiKey, NewApiKey } from "./api-key-view.ts";
import { hashOfSecret, keyText, newSecret } from "./key-text.ts";
import { scopesOfProject } from "./scopes.ts";

const longestOverlapMs = 7 * 86_400_000;

/** The keys of one project. */
export function createApiKeys({ connection, clock, projectId }: EngineContext): ApiKeys {
  return {
    async create(request) {
      const problems: Problem[] = [];
      const expiresAt = readInstant(request.expiresAt, "/expiresAt", problems);
      if (expiresAt !== undefined && expiresAt <= clock.now()) {
        problems.push({ pointer: "/expiresAt", code: "in-the-past", detail: "must be an instant to come" });
      }
      problems.push(...problemsOfScopes(projectId, request));
      if (problems.length > 0) throw new InvalidRequestError(problems);
      return issue(connection, projectId, request, expiresAt);
    },
    createFirst: () =>
      connection.transaction().execute(async (transaction) =>
        (await hasApiKeys(transaction, projectId)) ? undefined : issue(transaction, projectId, { name: "first key", scopes: scopesOfProject(projectId) })),
    list: (request) => readApiKeys(connection, projectId, request),
    async get(id) {
      const keyId = parseApiKeyId(id);
      return keyId === undefined ? undefined : readApiKey(connection, projectId, keyId);
    },
    async rotate(id, { overlap = "P1D" }) {
      const overlapMs = readOverlap(overlap);
      const keyId = parseApiKeyId(id);
      if (keyId === undefined || (await readApiKey(connection, projectId, keyId)) === undefined) return undefined;
      const secret = newSecret();
      const view = await replaceSecret(connection, { projectId, id: keyId, secretHash: hashOfSecret(secret), overlapMs });
      if (view === undefined) throw new StateError("already-over", "The key was revoked or has expired; make a new one.");
      return { ...view, key: keyText(keyId, secret) };
    },
    async revoke(id) {
      const keyId = parseApiKeyId(id);
      return keyId === undefined ? undefined : revokeApiKey(connection, projectId, keyId);
    },
  };
}

function problemsOfScopes(projectId: string, { scopes }: NewApiKey): readonly Problem[] {
  const allowed = scopesOfProject(projectId);
  return scopes.flatMap((scope, index) => (allowed.includes(scope) ? [] : [{
    pointer: `/scopes/${index}`,
    code: "of-default-project",
    detail: "only keys of the default project may have this scope",
  }]));
}

async function issue(database: Database, projectId: string, { name, scopes }: NewApiKey, expiresAt?: Date): Promise<IssuedApiKey> {
  const [id, secret] = [newId(), newSecret()];
  const view = await insertApiKey(database, { projectId, id, name, scopes, secretHash: hashOfSecret(secret), expiresAt });
  return { ...view, key: keyText(id, secret) };
}

function readOverlap(overlap: string): number {
  const overlapMs = parseDurationMs(overlap);
  if (overlapMs !== undefined && overlapMs <= longestOverlapMs) return overlapMs;
  const detail = `must be a duration from PT0S to ${formatDuration(longestOverlapMs)}`;
  throw new InvalidRequestError([{ pointer: "/overlap", code: "out-of-range", detail }]);
}
