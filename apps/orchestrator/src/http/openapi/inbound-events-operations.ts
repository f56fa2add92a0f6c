import { InboundEventListQueryDto } from "../dto/inbound-events-dto.ts";
import type { Operation } from "./operations.ts";

/** The endpoints that show what people did. */
export const inboundEventsOperations: readonly Operation[] = [
  {
    id: "listInboundEvents",
    method: "get",
    path: "/v1/inbound-events",
    scope: "inbound:read",
    tag: "Inbound",
    summary: "List what people did",
    description:
      "What was written, tapped, followed or left, each once, in the order of arrival. Keep the last `position` and read on " +
      "from there: whatever comes later has a higher one.",
    query: InboundEventListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "InboundEventPage" } },
    refusals: ["malformed-request"],
  },
  {
    id: "getInboundEvent",
    method: "get",
    path: "/v1/inbound-events/{id}",
    scope: "inbound:read",
    tag: "Inbound",
    summary: "See what a person did",
    answer: { status: 200, description: "The event.", content: { schema: "InboundEvent" } },
    refusals: ["not-found"],
  },
];
