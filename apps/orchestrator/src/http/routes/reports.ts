import type { FastifyInstance } from "fastify";
import { AcknowledgementDto, ReportFeedQueryDto, NewReportSubscriptionDto } from "../dto/reports-dto.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { done, found, subscriptionName } from "./ids.ts";

const feedQuery = queryGate(ReportFeedQueryDto);
const acknowledgement = bodyGate(AcknowledgementDto);
const newSubscription = bodyGate(NewReportSubscriptionDto);

/** Hands out what callers are told of their deliveries. */
export function reportRoutes(server: FastifyInstance): void {
  server.get("/v1/reports", async (request) => found(await engineOf(request).reports.read(feedQuery(request.query)), "subscription"));

  server.post("/v1/reports/acknowledge", async (request) => {
    const { subscription, cursor } = acknowledgement(request.body);
    return found(await engineOf(request).reports.acknowledge(subscription, cursor), "subscription");
  });

  server.get("/v1/report-subscriptions", async (request) => ({ items: await engineOf(request).reports.subscriptions() }));

  server.post("/v1/report-subscriptions", (request) => engineOf(request).reports.subscribe(newSubscription(request.body)));

  server.delete<{ Params: { name: string } }>("/v1/report-subscriptions/:name", async (request, reply) => {
    done(await engineOf(request).reports.unsubscribe(subscriptionName(request.params.name)), "subscription");
    return reply.code(204).send();
  });
}
