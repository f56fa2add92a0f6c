import type { FastifyRequest } from "fastify";

/** The ways in which a key may be presented, by the names of their schemes in lower case: what of the credentials is the key. */
const keyForms = {
  bearer: (credentials: string) => credentials,
  app: (credentials: string) => credentials,
  basic: passwordOf,
} as const;

export type KeyForm = keyof typeof keyForms;

/** How our own endpoints are asked. */
export const ownKeyForms: readonly KeyForm[] = ["bearer"];

/** The key in the request's `Authorization`; undefined where there is none in one of the ways that are taken. */
export function presentedKey({ headers: { authorization = "" } }: FastifyRequest, taken: readonly KeyForm[]): string | undefined {
  const [, scheme = "", credentials = ""] = /^(\S+) +(\S+) *$/.exec(authorization) ?? [];
  const form = taken.find((each) => each === scheme.toLowerCase());
  return form === undefined ? undefined : keyForms[form](credentials);
}

/** Behind the first colon; who says to be in front of it does not matter. */
function passwordOf(credentials: string): string | undefined {
  const [, password] = /^[^:]*:(\S+)$/.exec(Buffer.from(credentials, "base64").toString()) ?? [];
  return password;
}
