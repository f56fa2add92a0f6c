import type { InboundAct, InboundMessageEvent } from "@todoke/core";
import type { FiringView, NewTrigger, TriggerView } from "../triggers/trigger-view.ts";
import { until, type TestEngine } from "./test-engine.ts";

let made = 0;
/** A new event under a reply token of its own. */
export function eventOf(address: string, act: InboundAct, now: Date, details: Partial<InboundMessageEvent> = {}): InboundMessageEvent & { replyToken: string } {
  made += 1;
  return {
    type: "inbound", eventId: `event-${made}`, addressKind: "line", address, providerCode: act.type, payload: {}, act,
    at: now, replyToken: `token-${made}`, ...details,
  };
}

/** Answers whoever follows. */
export const welcome: NewTrigger = { name: "welcome", when: { type: "follow" }, message: { content: { type: "text", text: "Welcome" }, plan: { steps: [{ channel: "line" }] } } };

/** The firings of a trigger, newest first, once there are so many and none is pending. */
export function firingsOf({ engine }: Pick<TestEngine, "engine">, { id }: TriggerView, count: number): Promise<readonly FiringView[]> {
  return until(`${count} firings`, async () => {
    const { items } = (await engine.triggers.firings(id, { limit: 100 }))!;
    return items.length >= count && items.every(({ result }) => result !== "pending") && items;
  });
}
