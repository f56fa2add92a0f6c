import { AccountStatisticsQueryDto, StatisticsQueryDto } from "../dto/statistics-dto.ts";
import type { Operation } from "./operations.ts";

/** The endpoints that show what became of messages, by our own books and by what providers tell. */
export const statisticsOperations: readonly Operation[] = [
  {
    id: "getStatistics",
    method: "get",
    path: "/v1/statistics",
    scope: "messages:read",
    tag: "Statistics",
    summary: "See what became of all messages of a time",
    description:
      "Deliveries by what they ended as, attempts by what was told of them, and what they cost, counted from the deliveries and " +
      "attempts themselves at one moment. As CSV with `format=csv` or `accept: text/csv`: the rows, without the totals.",
    query: StatisticsQueryDto,
    answer: { status: 200, description: "At most 10,000 rows, and the totals.", content: { schema: "Statistics" }, alsoAs: "text/csv" },
    refusals: ["malformed-request", "too-much-to-count"],
  },
  {
    id: "getMessageStatistics",
    method: "get",
    path: "/v1/messages/{id}/statistics",
    scope: "messages:read",
    tag: "Statistics",
    summary: "See what became of a message",
    description:
      "By step: our own counts, and what the provider tells of opens and clicks, never by person. An answer is kept for 15 " +
      "minutes, and for good once the numbers no longer grow.",
    answer: { status: 200, description: "The numbers, with null where there are none.", content: { schema: "MessageStatistics" } },
    refusals: ["not-found"],
  },
  {
    id: "getAccountStatistics",
    method: "get",
    path: "/v1/accounts/{id}/statistics",
    scope: "accounts:read",
    tag: "Statistics",
    summary: "See what an account sent on one day",
    description: "As the provider counts, in every way that the account sends. Mostly ready on the next day.",
    query: AccountStatisticsQueryDto,
    answer: { status: 200, description: "The day.", content: { schema: "AccountStatistics" } },
    refusals: ["malformed-request", "not-found"],
  },
];
