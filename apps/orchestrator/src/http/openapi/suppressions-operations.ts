import { NewSuppressionsDto, SuppressionListQueryDto } from "../dto/suppressions-dto.ts";
import { bodyRefusals } from "./body-refusals.ts";
import type { Operation } from "./operations.ts";

const tag = "Suppressions";

/** The endpoints of addresses that are left alone. */
export const suppressionsOperations: readonly Operation[] = [
  {
    id: "listSuppressions",
    method: "get",
    path: "/v1/suppressions",
    scope: "suppressions:read",
    tag,
    summary: "List who is left alone",
    description: "Those that hold now, newest first, each with where it comes from and since when it holds.",
    query: SuppressionListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "SuppressionPage" } },
    refusals: ["malformed-request"],
  },
  {
    id: "addSuppressions",
    method: "post",
    path: "/v1/suppressions",
    scope: "suppressions:write",
    tag,
    summary: "Leave people alone",
    description: "Up to 10,000 addresses in one call, all or none. Asking again with the same ones changes nothing.",
    body: NewSuppressionsDto,
    example: { suppressions: [{ addressKind: "phone", address: "+819012345678", channel: "sms", reason: "Asked by letter." }] },
    answer: { status: 200, description: "They are left alone.", content: { schema: "AddedSuppressions" } },
    refusals: bodyRefusals,
  },
  {
    id: "getSuppression",
    method: "get",
    path: "/v1/suppressions/{id}",
    scope: "suppressions:read",
    tag,
    summary: "See why somebody is left alone",
    answer: { status: 200, description: "The suppression.", content: { schema: "Suppression" } },
    refusals: ["not-found"],
  },
  {
    id: "removeSuppression",
    method: "delete",
    path: "/v1/suppressions/{id}",
    scope: "suppressions:write",
    tag,
    summary: "Write to somebody again",
    description:
      "Whatever it came from. A provider that refuses the person by itself goes on doing so until they write START to it, " +
      "and its next refusal suppresses them again.",
    answer: { status: 204, description: "It no longer holds." },
    refusals: ["not-found"],
  },
];
