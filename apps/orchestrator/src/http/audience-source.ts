import { InvalidRequestError } from "@todoke/core";
import type { ProjectEngine } from "@todoke/engine";

/** A message of ours, or the provider's own name for a send. Exactly one is given. */
export interface AudienceSource {
  readonly message?: string;
  readonly requestId?: string;
}

/** The provider's name for the send. Throws `InvalidRequestError` where the message has none at this account. */
export async function requestIdOf({ audiences }: ProjectEngine, accountId: string, { message = "", requestId }: AudienceSource): Promise<string> {
  if (requestId !== undefined) return requestId;
  const send = await audiences.sendOf(message);
  if (send === undefined) refuse("unknown-message", "there is no message with this id");
  if (!send.isToProviderAudience) refuse("not-to-audience", "this message went to people one by one: only a broadcast or narrowcast has viewers");
  if (send.accepted === undefined) refuse("not-sent", "the provider has not taken this message: wait until it is completed");
  if (send.accepted.account !== accountId) refuse("other-account", `this message went out by account ${send.accepted.account}`);
  return send.accepted.requestId;
}

function refuse(code: string, detail: string): never {
  throw new InvalidRequestError([{ pointer: "/message", code, detail }]);
}
