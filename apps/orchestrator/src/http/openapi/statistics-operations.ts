import { AccountStatisticsQueryDto } from "../dto/statistics-dto.ts";
import type { Operation } from "./operations.ts";

/** The endpoints that show what providers tell of messages and accounts. */
export const statisticsOperations: readonly Operation[] = [
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
