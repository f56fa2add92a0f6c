import type { EngineContext } from "../engine-context.ts";
import type { MessageView } from "../message-view.ts";
import { cancelDelivery, type CancelledDelivery } from "./cancel-delivery.ts";
import { cancel, pause, reschedule, resume, type CancelledMessage } from "./message-control.ts";

/**
 * Changes what becomes of messages that were accepted. Each call can be repeated. Each answers undefined when there is no
 * such message or delivery, and throws `StateError` where it is not possible.
 */
export interface Controls {
  /** When it answers, nothing goes out any more but calls that had begun. */
  cancel(messageId: string): Promise<CancelledMessage | undefined>;
  /** When it answers, no new call is begun. Deadlines keep running. */
  pause(messageId: string): Promise<MessageView | undefined>;
  resume(messageId: string): Promise<MessageView | undefined>;
  /** `sendAt` is an ISO 8601 instant. Throws `InvalidRequestError` when it does not fit. */
  reschedule(messageId: string, sendAt: string): Promise<MessageView | undefined>;
  cancelDelivery(deliveryId: string): Promise<CancelledDelivery | undefined>;
}

export function createControls(context: EngineContext): Controls {
  return {
    cancel: (messageId) => cancel(context, messageId),
    pause: (messageId) => pause(context, messageId),
    resume: (messageId) => resume(context, messageId),
    reschedule: (messageId, sendAt) => reschedule(context, messageId, sendAt),
    cancelDelivery: (deliveryId) => cancelDelivery(context, deliveryId),
  };
}
