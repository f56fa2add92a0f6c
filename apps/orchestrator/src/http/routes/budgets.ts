import type { Engine } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import { BudgetListQueryDto, BudgetRaiseDto } from "../dto/budgets-dto.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { found } from "./ids.ts";

const listQuery = queryGate(BudgetListQueryDto);
const raiseBody = bodyGate(BudgetRaiseDto);

/** Shows what may be spent, and takes an operator's word for more. */
export function budgetRoutes(server: FastifyInstance, { budgets }: Engine): void {
  server.get("/v1/budgets", async (request) =>
    ({ items: found(await budgets.list(listQuery(request.query).message), "message") }));

  server.post<{ Params: { name: string } }>("/v1/budgets/:name/raise", async ({ params: { name }, body }) => {
    const { to, message } = raiseBody(body);
    return found(await budgets.raise(name, { to, ...(message !== undefined && { messageId: message }) }), "budget");
  });
}
