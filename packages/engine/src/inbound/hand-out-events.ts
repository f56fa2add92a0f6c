import type { EngineContext } from "../engine-context.ts";
import { formatEventId } from "../ids.ts";
import { claimInboundEvent, markInboundEventHandled } from "../store/handle-inbound-event.ts";
import { numberInboundEvents } from "../store/number-inbound-events.ts";
import { readInboundEvent } from "../store/read-inbound-events.ts";
import type { InboundEventView } from "./inbound-event-view.ts";

/** Takes an event that came in. */
export type InboundEventHandler = (event: InboundEventView) => void | Promise<void>;

const numberedAtOnce = 500;

/** Gives new events their places in the order of arrival. Gives how many there were. */
export async function numberEvents(context: EngineContext): Promise<number> {
  const numbered = await numberInboundEvents(context.connection, context.projectId, numberedAtOnce);
  if (numbered > 0) {
    context.nudge("inboundHandler");
    context.nudge("triggers");
  }
  return numbered;
}

/**
 * Calls the handler with the event that has waited longest, and marks it handled whatever the handler does: one that
 * fails is logged and not called again. A crash in between leaves the event to whoever claims it next.
 */
export async function handOutEvent(context: EngineContext, handler: InboundEventHandler): Promise<number> {
  const id = await claimInboundEvent(context.connection, context.projectId, context.settings.leaseMs);
  if (id === undefined) return 0;
  const event = await readInboundEvent(context.connection, context.projectId, id);
  try {
    if (event !== undefined) await handler(event);
  } catch (error) {
    context.log.error({ error, event: formatEventId(id) }, "onInboundEvent failed; the event can still be read by its id");
  }
  await markInboundEventHandled(context.connection, context.projectId, id);
  return 1;
}
