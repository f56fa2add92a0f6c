import type { Engine } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import { RescheduleDto } from "../dto/reschedule-dto.ts";
import { bodyGate } from "../schema/gate.ts";
import { deliveryId, found, messageId } from "./ids.ts";

const rescheduleBody = bodyGate(RescheduleDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Cancels, pauses, resumes and reschedules messages, and cancels single deliveries. */
export function messageControlRoutes(server: FastifyInstance, { controls }: Engine): void {
  server.post<ById>("/v1/messages/:id/cancel", async ({ params }) => found(await controls.cancel(messageId(params.id)), "message"));

  server.post<ById>("/v1/messages/:id/pause", async ({ params }) => found(await controls.pause(messageId(params.id)), "message"));

  server.post<ById>("/v1/messages/:id/resume", async ({ params }) => found(await controls.resume(messageId(params.id)), "message"));

  server.post<ById>("/v1/messages/:id/reschedule", async ({ params, body }) => {
    const { sendAt } = rescheduleBody(body);
    return found(await controls.reschedule(messageId(params.id), sendAt), "message");
  });

  server.post<ById>("/v1/deliveries/:id/cancel", async ({ params }) =>
    found(await controls.cancelDelivery(deliveryId(params.id)), "delivery"));
}
