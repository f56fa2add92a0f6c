import type { EngineContext } from "../engine-context.ts";
import { parseEventId } from "../ids.ts";
import { readInboundEvent, readInboundEvents } from "../store/read-inbound-events.ts";
import type { InboundLog } from "./inbound-event-view.ts";

export function createInboundLog({ connection, projectId }: EngineContext): InboundLog {
  return {
    events: (request) => readInboundEvents(connection, projectId, request),
    async event(id) {
      const eventId = parseEventId(id);
      return eventId === undefined ? undefined : readInboundEvent(connection, projectId, eventId);
    },
  };
}
