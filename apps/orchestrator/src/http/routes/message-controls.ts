import type { FastifyInstance } from "fastify";
import { RescheduleDto } from "../dto/reschedule-dto.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate } from "../schema/gate.ts";
import { deliveryId, found, messageId } from "./ids.ts";

const rescheduleBody = bodyGate(RescheduleDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Cancels, pauses, resumes and reschedules messages, and cancels single deliveries. */
export function messageControlRoutes(server: FastifyInstance): void {
  server.post<ById>("/v1/messages/:id/cancel", async (request) => found(await engineOf(request).controls.cancel(messageId(request.params.id)), "message"));

  server.post<ById>("/v1/messages/:id/pause", async (request) => found(await engineOf(request).controls.pause(messageId(request.params.id)), "message"));

  server.post<ById>("/v1/messages/:id/resume", async (request) => found(await engineOf(request).controls.resume(messageId(request.params.id)), "message"));

  server.post<ById>("/v1/messages/:id/reschedule", async (request) => {
    const { sendAt } = rescheduleBody(request.body);
    return found(await engineOf(request).controls.reschedule(messageId(request.params.id), sendAt), "message");
  });

  server.post<ById>("/v1/deliveries/:id/cancel", async (request) =>
    found(await engineOf(request).controls.cancelDelivery(deliveryId(request.params.id)), "delivery"));
}
