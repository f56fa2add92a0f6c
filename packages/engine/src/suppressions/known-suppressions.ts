import type { Route } from "../accounts.ts";
import { allWays, type PreparedMessage } from "../content/prepared-message.ts";
import type { Database } from "../database/open-database.ts";
import { findSuppressions } from "../store/suppressions/find-suppressions.ts";
import { suppressionOf, type Suppression } from "./suppression.ts";

/** A recipient of something that goes by one account. */
export interface SuppressionQuestion {
  /** What would carry it; undefined where nothing does. */
  readonly route: Route | undefined;
  readonly addresses: Readonly<Record<string, string>>;
}

/** What is suppressed of a message's recipients. */
export interface KnownSuppressions {
  /** What holds the recipient back there. */
  of(question: SuppressionQuestion): Suppression | undefined;
}

/** Looks at all addresses that the message's steps would use. */
export async function readKnownSuppressions(
  database: Database,
  projectId: string,
  message: PreparedMessage,
  recipients: readonly Pick<SuppressionQuestion, "addresses">[],
): Promise<KnownSuppressions> {
  const kinds = new Set(message.audience ? [] : allWays(message).flatMap(({ route }) => route?.adapter.address.kind ?? []));
  const questions = [...kinds].map((kind) => ({ kind, addresses: recipients.flatMap(({ addresses }) => addresses[kind] ?? []) }));
  const found = await findSuppressions(database, projectId, questions);
  return {
    of({ route, addresses }) {
      if (found.size === 0 || route === undefined) return undefined;
      const { kind } = route.adapter.address;
      const known = found.get(`${kind} ${addresses[kind]}`) ?? [];
      return suppressionOf(known, { channel: route.adapter.channel, account: route.accountId, purpose: message.purpose });
    },
  };
}
