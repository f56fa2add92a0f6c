import type { FastifyInstance } from "fastify";
import { NewSuppressionsDto, SuppressionListQueryDto } from "../dto/suppressions-dto.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { done, found, suppressionId } from "./ids.ts";

const newSuppressions = bodyGate(NewSuppressionsDto);
const listQuery = queryGate(SuppressionListQueryDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Shows and changes which addresses are left alone. */
export function suppressionRoutes(server: FastifyInstance): void {
  server.get("/v1/suppressions", (request) => engineOf(request).suppressions.list(listQuery(request.query)));

  server.post("/v1/suppressions", async (request) => {
    const { suppressions: entries, source = "manual" } = newSuppressions(request.body);
    return engineOf(request).suppressions.add(entries, source);
  });

  server.get<ById>("/v1/suppressions/:id", async (request) =>
    found(await engineOf(request).suppressions.get(suppressionId(request.params.id)), "suppression"));

  server.delete<ById>("/v1/suppressions/:id", async (request, reply) => {
    done(await engineOf(request).suppressions.remove(suppressionId(request.params.id)), "suppression");
    return reply.code(204).send();
  });
}
