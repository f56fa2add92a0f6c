import type { FastifyInstance } from "fastify";
import { PlanQuestionDto } from "../dto/plan-question-dto.ts";
import { callersPointer, toMessageRequest, withCallersPointers } from "../message-input.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate } from "../schema/gate.ts";

const questionBody = bodyGate(PlanQuestionDto);

/** Explains what a message would do, and sends nothing. */
export function planRoutes(server: FastifyInstance): void {
  server.post("/v1/plans", async (request) => {
    const { validate = false, ...body } = questionBody(request.body);
    const explanation = await withCallersPointers(body, () => engineOf(request).explain(toMessageRequest(body), { validate }));
    const { validation } = explanation;
    if (validation === undefined) return explanation;
    const problems = validation.problems.map((problem) => ({ ...problem, pointer: callersPointer(body, problem.pointer) }));
    return { ...explanation, validation: { ...validation, problems } };
  });
}
