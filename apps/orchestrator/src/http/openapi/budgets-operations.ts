import { BudgetListQueryDto, BudgetRaiseDto } from "../dto/budgets-dto.ts";
import { bodyRefusals } from "./body-refusals.ts";
import type { Operation } from "./operations.ts";

const tag = "Budgets";

/** The endpoints of what may be spent. */
export const budgetsOperations: readonly Operation[] = [
  {
    id: "listBudgets",
    method: "get",
    path: "/v1/budgets",
    scope: "budgets:read",
    tag,
    summary: "See what may be spent",
    description: "Each configured budget in the hour, day or month that is; with `message` those of that message.",
    query: BudgetListQueryDto,
    answer: { status: 200, description: "The budgets.", content: { schema: "BudgetList" } },
    refusals: ["malformed-request", "not-found"],
  },
  {
    id: "raiseBudget",
    method: "post",
    path: "/v1/budgets/{name}/raise",
    scope: "budgets:write",
    tag,
    summary: "Allow more for now",
    description: "Sets what is allowed in the time that is, and only there. Deliveries that wait go on within a second, as far as there is room. Sent twice, it is what it was.",
    body: BudgetRaiseDto,
    example: { to: "250" },
    answer: { status: 200, description: "The budget.", content: { schema: "Budget" } },
    refusals: [...bodyRefusals, "not-found"],
  },
];
