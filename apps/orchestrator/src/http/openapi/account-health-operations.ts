import { bodyRefusals } from "./body-refusals.ts";
import { AccountPinDto } from "../dto/account-health-dto.ts";
import type { Operation } from "./operations.ts";

/** The endpoints about the health of accounts. */
export const accountHealthOperations: readonly Operation[] = [
  {
    id: "getAccountHealth",
    method: "get",
    path: "/v1/accounts/{id}/health",
    scope: "accounts:read",
    tag: "Accounts",
    summary: "See how well an account works",
    description: "What decides whether another account of a step is taken in its place. The same for all processes, and kept over restarts.",
    answer: { status: 200, description: "Its health.", content: { schema: "AccountHealth" } },
    refusals: ["not-found"],
  },
  {
    id: "pinAccount",
    method: "post",
    path: "/v1/accounts/{id}/pin",
    scope: "accounts:write",
    tag: "Accounts",
    summary: "Use or avoid an account, whatever is measured",
    description: "Stands until the next word, also over restarts.",
    body: AccountPinDto,
    example: { state: "avoid" },
    answer: { status: 200, description: "Its health.", content: { schema: "AccountHealth" } },
    refusals: ["not-found", ...bodyRefusals],
  },
];
