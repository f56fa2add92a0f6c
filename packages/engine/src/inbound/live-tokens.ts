import type { Route } from "../accounts.ts";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { EngineContext } from "../engine-context.ts";
import { findLiveTokens } from "../store/reply-tokens.ts";

/** A recipient of something that may go out as a reply. */
export interface TokenQuestion {
  /** What would carry it; undefined where nothing does. */
  readonly route: Route | undefined;
  readonly addresses: Readonly<Record<string, string>>;
}

/** Who can be replied to now. Only a look: the token is claimed with the intent, by whoever comes first. */
export interface LiveTokens {
  /** The event whose token would carry the reply. */
  eventFor(question: TokenQuestion): string | undefined;
}

/**
 * Looks for tokens where the message answers an event, or where the account spends tokens on whatever it sends; they
 * belong to the customer's own bot everywhere else.
 */
export async function readLiveTokens(
  { connection, accounts, projectId }: EngineContext,
  message: PreparedMessage,
  questions: readonly TokenQuestion[],
): Promise<LiveTokens> {
  if (message.reply === undefined && !accounts.all.some(({ useReplyTokens }) => useReplyTokens === true)) return none;
  const events = new Map<string, string>();
  const byAccount = Map.groupBy(questions, ({ route }) => route?.accountId);
  for (const [accountId, group] of byAccount) {
    if (accountId === undefined) continue;
    const eventId = message.reply?.account === accountId ? message.reply.eventId : undefined;
    const usesAll = accounts.account(accountId)?.useReplyTokens === true;
    if (eventId === undefined && !usesAll) continue;
    const addresses = usesAll ? group.flatMap((question) => addressOf(question) ?? []) : [];
    for (const token of await findLiveTokens(connection, projectId, accountId, { eventId, addresses })) {
      events.set(`${accountId} ${token.address}`, token.eventId);
    }
  }
  return {
    eventFor(question) {
      const address = addressOf(question);
      return address === undefined ? undefined : events.get(`${question.route?.accountId} ${address}`);
    },
  };
}

const none: LiveTokens = { eventFor: () => undefined };

/** Undefined on channels that have no replies. */
function addressOf({ route, addresses }: TokenQuestion): string | undefined {
  const adapter = route?.adapter;
  return adapter?.reply === undefined ? undefined : addresses[adapter.address.kind];
}
