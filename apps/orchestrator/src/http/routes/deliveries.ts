import type { FastifyInstance } from "fastify";
import { DeliveryListQueryDto } from "../dto/list-query-dto.ts";
import { engineOf } from "../project-of.ts";
import { queryGate } from "../schema/gate.ts";
import { deliveryId, found, messageId } from "./ids.ts";

const listQuery = queryGate(DeliveryListQueryDto);

/** Shows what became of each recipient. */
export function deliveryRoutes(server: FastifyInstance): void {
  server.get<{ Params: { id: string } }>("/v1/messages/:id/deliveries", async (request) =>
    found(await engineOf(request).deliveries(messageId(request.params.id), listQuery(request.query)), "message"));

  server.get<{ Params: { id: string } }>("/v1/deliveries/:id", async (request) =>
    found(await engineOf(request).delivery(deliveryId(request.params.id)), "delivery"));
}
