import type { FastifyInstance } from "fastify";
import { InboundEventListQueryDto } from "../dto/inbound-events-dto.ts";
import { engineOf } from "../project-of.ts";
import { queryGate } from "../schema/gate.ts";
import { eventId, found } from "./ids.ts";

const listQuery = queryGate(InboundEventListQueryDto);

/** Shows what people did. */
export function inboundEventRoutes(server: FastifyInstance): void {
  server.get("/v1/inbound-events", (request) => engineOf(request).inbound.events(listQuery(request.query)));

  server.get<{ Params: { id: string } }>("/v1/inbound-events/:id", async (request) =>
    found(await engineOf(request).inbound.event(eventId(request.params.id)), "event"));
}
