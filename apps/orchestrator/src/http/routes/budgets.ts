import type { FastifyInstance } from "fastify";
import { BudgetListQueryDto, BudgetRaiseDto } from "../dto/budgets-dto.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { found } from "./ids.ts";

const listQuery = queryGate(BudgetListQueryDto);
const raiseBody = bodyGate(BudgetRaiseDto);

/** Shows what may be spent, and takes an operator's word for more. */
export function budgetRoutes(server: FastifyInstance): void {
  server.get("/v1/budgets", async (request) =>
    ({ items: found(await engineOf(request).budgets.list(listQuery(request.query).message), "message") }));

  server.post<{ Params: { name: string } }>("/v1/budgets/:name/raise", async (request) => {
    const { to, message } = raiseBody(request.body);
    return found(await engineOf(request).budgets.raise(request.params.name, { to, ...(message !== undefined && { messageId: message }) }), "budget");
  });
}
