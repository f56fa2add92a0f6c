import type { MessageView } from "@todoke/engine";
import type { FastifyReply, FastifyRequest } from "fastify";

/** What is left of an accepted message's answer where its caller wants no more. */
export type AcceptedMessage = Pick<MessageView, "id" | "status">;

/**
 * Whether the caller asks for the short answer: `Prefer: return=minimal`, RFC 7240 section 4.2. Preferences that we do not know are
 * passed over, and of one that is given twice the first counts, both as the RFC has it.
 */
export function prefersMinimal({ headers }: Pick<FastifyRequest, "headers">): boolean {
  const { prefer } = headers;
  if (prefer === undefined) return false;
  const preferences = String(prefer).split(",").map((preference) => preference.split(";", 1)[0]!.trim().toLowerCase());
  const asked = preferences.find((preference) => /^return\s*=/.test(preference));
  return asked !== undefined && /^return\s*=\s*("?)minimal\1$/.test(asked);
}

/** The short answer, which says that it is one. */
export function sendMinimal(reply: FastifyReply, { id, status }: AcceptedMessage): FastifyReply {
  return reply.header("preference-applied", "return=minimal").send({ id, status } satisfies AcceptedMessage);
}
