import { later } from "../decide.ts";
import type { EngineContext } from "../engine-context.ts";
import { parseMessageId } from "../ids.ts";
import { readMessage } from "../store/read-messages.ts";
import { ask } from "./ask.ts";
import { countProject } from "./figures/count-project.ts";
import type { ProjectStatistics } from "./figures/project-statistics.ts";
import type { StatisticsRequest } from "./figures/statistics-request.ts";
import { statisticsOfMessage } from "./message-statistics.ts";
import type { AccountStatistics, MessageStatistics } from "./statistics-view.ts";
import { Turns } from "./turns.ts";

/** What became of messages: by our own books, and by what providers tell, who are asked within their rates. */
export interface Statistics {
  /** By our own books alone. Throws `TooMuchToCountError`. Several that are asked for at once are counted one after the other. */
  ofProject(request: StatisticsRequest): Promise<ProjectStatistics>;
  /** Undefined when there is no such message. */
  ofMessage(id: string): Promise<MessageStatistics | undefined>;
  /** `date` is a day of the provider's calendar, `2026-11-21`. Undefined for an account without such statistics. */
  ofAccount(accountId: string, date: string): Promise<AccountStatistics | undefined>;
}

/** It reads all that there is in the time: long enough for some millions of deliveries, too short to be in anybody's way. */
const longestCountMs = 20_000;

const dayMs = 24 * 60 * 60 * 1000;

export function createStatistics(context: EngineContext): Statistics {
  const turns = new Turns();
  return {
    ofProject: (request) => turns.take(() => countProject(context, request, longestCountMs)),
    async ofMessage(id) {
      const messageId = parseMessageId(id);
      const view = messageId === undefined ? undefined : await readMessage(context.connection, context.projectId, messageId);
      if (messageId === undefined || view === undefined) return undefined;
      return statisticsOfMessage(context, await context.prepared(messageId), view.counts.recipients);
    },
    ofAccount: (accountId, date) => statisticsOfAccount(context, accountId, date),
  };
}

async function statisticsOfAccount(
  context: EngineContext,
  accountId: string,
  date: string,
): Promise<AccountStatistics | undefined> {
  const adapter = context.accounts.account(accountId)?.adapters.find(({ statistics }) => statistics?.day !== undefined);
  const day = adapter?.statistics?.day;
  if (adapter === undefined || day === undefined) return undefined;
  const { answer, askedAt, gap } = await ask(context, {
    route: { accountId, adapter },
    endpoint: day.endpoint,
    name: `day ${date}`,
    // Counted during the day after; whatever zone the provider's day is in, it is over two days on.
    settlesAt: later(new Date(date), 3 * dayMs),
    ask: (options) => day.counts(date, options),
  });
  return {
    account: accountId,
    date,
    status: answer?.status ?? "unknown",
    counts: answer?.status === "ready" ? answer.counts : {},
    ...(gap !== undefined && { reason: gap }),
    askedAt: askedAt ?? null,
  };
}
