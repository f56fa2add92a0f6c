import { SignatureError, type InboundEvent, type InboundRequest, type Webhook } from "@todoke/core";

/** What a webhook handler needs besides LINE's posts. */
export interface LineWebhookHandlerOptions {
  /**
   * Called with each event once, one after the other, the earliest first. LINE waits two seconds for the answer, so hand
   * over what takes longer. What it throws is thrown on, and the event counts as not seen.
   */
  readonly onEvent: (event: InboundEvent) => void | Promise<void>;
  /** How many events are remembered, the latest ones, to know their copies by. Default 10,000, about 1 MiB. */
  readonly remembered?: number;
}

/**
 * Takes what LINE posted and gives the status to answer with: 200, or 401 where LINE did not sign it. Copies of an event
 * are dropped as long as this process remembers it; keep the ids yourself where several processes take webhooks.
 */
export type LineWebhookHandler = (request: InboundRequest) => Promise<200 | 401>;

/** A handler over one account's webhook. */
export function createWebhookHandler(
  webhook: Webhook,
  { onEvent, remembered = 10_000 }: LineWebhookHandlerOptions,
): LineWebhookHandler {
  const seen = new Map<string, Promise<void>>();
  const once = (event: InboundEvent): Promise<void> => {
    const known = seen.get(event.eventId);
    if (known !== undefined) return known;
    const handled = (async () => onEvent(event))();
    seen.set(event.eventId, handled);
    handled.catch(() => seen.delete(event.eventId));
    const [oldest] = seen.keys();
    if (seen.size > remembered && oldest !== undefined) seen.delete(oldest);
    return handled;
  };
  return async (request) => {
    try {
      webhook.verify(request);
    } catch (error) {
      if (SignatureError.is(error)) return 401;
      throw error;
    }
    const events = webhook.parse(request).toSorted((one, other) => one.at.getTime() - other.at.getTime());
    for (const event of events) await once(event);
    return 200;
  };
}
