import type { ApiKeyScope, KeyHolder } from "@todoke/engine";
import type { FastifyReply } from "fastify";
import { scopeMissing } from "./require-keys.ts";

/** Nobody gets hold of a key that may more than their own. */
export function refuseMore(scopes: readonly ApiKeyScope[], holder: KeyHolder | undefined): void {
  const lacking = scopes.filter((scope) => holder?.scopes.has(scope) !== true);
  if (lacking.length > 0) throw scopeMissing(lacking);
}

/** The answer holds a secret, which nobody on the way shall keep. */
export function withSecret(reply: FastifyReply): FastifyReply {
  return reply.header("cache-control", "no-store");
}
