import type { Problem, Recipient, Step } from "@todoke/core";
import { InvalidRequestError } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import type { EngineContext } from "../engine-context.ts";
import { parseEventId } from "../ids.ts";
import type { MessageRequest } from "../message-request.ts";
import type { ResolvedPlan } from "../plan/resolve-plan.ts";
import { readInboundEvent } from "../store/read-inbound-events.ts";

/** What a message answers, and the way that the answer takes. Frozen with the message. */
export interface ReplyTarget {
  readonly eventId: string;
  readonly account: string;
  /** The account's channel for addresses of this kind. */
  readonly channel: string;
  readonly addressKind: string;
  readonly address: string;
}

/** The event that a request answers; undefined when it answers none. Throws `InvalidRequestError`. */
export async function findReplyTarget(
  { connection, accounts, projectId }: EngineContext,
  { inReplyTo, audience }: MessageRequest,
): Promise<ReplyTarget | undefined> {
  if (inReplyTo === undefined) return undefined;
  const refuse = (code: string, detail: string) => new InvalidRequestError([{ pointer: "/inReplyTo", code, detail }]);
  if (audience !== undefined) throw refuse("no-reply-to-audience", "an answer goes to whom the event came from, not to an audience");
  const eventId = parseEventId(inReplyTo);
  const event = eventId === undefined ? undefined : await readInboundEvent(connection, projectId, eventId);
  if (eventId === undefined || event === undefined) throw refuse("unknown-event", "there is no inbound event with this id");
  const { account, addressKind, address } = event;
  const adapters = accounts.account(account)?.adapters.filter((adapter) => adapter.address.kind === addressKind) ?? [];
  const adapter = adapters.find(({ reply }) => reply !== undefined) ?? adapters[0];
  if (adapter === undefined) {
    throw refuse("no-account", `the event came in at the account ${account}, which carries no channel to answer on now`);
  }
  return { eventId, account, channel: adapter.channel, addressKind, address };
}

/** Whom the event came from, with what the request says of them besides: a phone number for SMS, variables. */
export function recipientsOfReply(
  target: ReplyTarget,
  to: readonly Recipient[] | undefined,
  { addressRules }: Accounts,
  problems: Problem[],
): readonly Recipient[] {
  const { addressKind, address } = target;
  const [given, ...more] = to ?? [{ addresses: {} }];
  if (given === undefined || more.length > 0) {
    problems.push({ pointer: "/to", code: "one-recipient-only", detail: "an answer goes to one recipient: whom the event came from" });
    return [];
  }
  const known = given.addresses[addressKind];
  const parsed = known === undefined ? undefined : addressRules.get(addressKind)?.parse(known);
  if (known !== undefined && (parsed?.ok === true ? parsed.address : known) !== address) {
    const detail = "is not the address that the event came from; leave it out, or answer without inReplyTo";
    problems.push({ pointer: `/to/0/addresses/${addressKind}`, code: "not-the-sender", detail });
  }
  return [{ ...given, addresses: { ...given.addresses, [addressKind]: address } }];
}

/** An answer needs a step that goes where the event came from. */
export function checkReplyStep({ account, channel }: ReplyTarget, { plan }: ResolvedPlan, problems: Problem[]): void {
  if (plan.steps.some((step) => step.channel === channel && accountsOf(step).includes(account))) return;
  const detail = `the event came in on ${channel} at the account ${account}: a step must go out there`;
  problems.push({ pointer: "/plan/steps", code: "no-step-to-sender", detail });
}

function accountsOf({ account, accounts }: Step): readonly string[] {
  return accounts?.map((each) => each.account) ?? [account];
}
