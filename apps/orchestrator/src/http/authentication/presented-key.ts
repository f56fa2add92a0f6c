import type { FastifyRequest } from "fastify";

/** The ways in which a key may be presented, by their names in lower case. */
const schemes: ReadonlySet<string> = new Set(["bearer"]);

/** The key in the request's `Authorization`; undefined where there is none in a way that is known. */
export function presentedKey({ headers: { authorization = "" } }: FastifyRequest): string | undefined {
  const [, scheme, key] = /^(\S+) +(\S+) *$/.exec(authorization) ?? [];
  return scheme !== undefined && schemes.has(scheme.toLowerCase()) ? key : undefined;
}
