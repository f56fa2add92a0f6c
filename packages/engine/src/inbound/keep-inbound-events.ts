import type { InboundAct, InboundEvent, InboundMessageEvent, JsonObject, JsonValue, ReplyCapability } from "@todoke/core";
import type { Database } from "../database/open-database.ts";
import type { EngineContext } from "../engine-context.ts";
import { newId } from "../ids.ts";
import { storableJson, storableText } from "../storable-text.ts";
import { insertInboundEvents, type NewInboundEvent } from "../store/insert-inbound-events.ts";

/** An event that was not known before, under the id that it has from now on. */
export interface KeptEvent {
  readonly id: string;
  readonly event: InboundMessageEvent;
}

/**
 * Keeps what people did, once however many copies arrive, and gives what is new in the order in which it happened. The
 * events can be seen, and are handed out, once the transaction has committed.
 */
export async function keepInboundEvents(
  context: EngineContext,
  transaction: Database,
  accountId: string,
  events: readonly InboundEvent[],
): Promise<readonly KeptEvent[]> {
  const kept = ordered(events, context.clock.now());
  const adapters = context.accounts.account(accountId)?.adapters ?? [];
  const rows = kept.map(({ id, event }): NewInboundEvent => {
    const reply = adapters.find(({ address }) => address.kind === event.addressKind)?.reply;
    return rowOf(id, event, reply);
  });
  const newIds = await insertInboundEvents(transaction, context.projectId, accountId, rows, context.onInboundEvent !== undefined);
  return kept.filter(({ id }) => newIds.has(id));
}

/** Without copies, and by the provider's time: it posts in any order. Ids made in this order sort in it. */
function ordered(events: readonly InboundEvent[], now: Date): readonly KeptEvent[] {
  const byEventId = new Map<string, InboundMessageEvent>();
  for (const event of events) {
    if (event.type === "inbound") byEventId.set(event.eventId, event);
  }
  const sorted = [...byEventId.values()].toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const ids = sorted.map(() => newId(now.getTime())).toSorted();
  return sorted.map((event, index) => ({ id: ids[index]!, event }));
}

function rowOf(id: string, event: InboundMessageEvent, reply: ReplyCapability | undefined): NewInboundEvent {
  const { replyToken } = event;
  const token = reply === undefined || replyToken === undefined ? null : storableText(replyToken);
  return {
    id,
    providerEventId: storableText(event.eventId),
    type: storableText(event.providerCode),
    addressKind: event.addressKind,
    address: storableText(event.address),
    payload: storableJson(replyToken === undefined ? event.payload : without(event.payload, replyToken)),
    act: event.act === undefined ? null : (storableJson(event.act) as InboundAct),
    replyToken: token,
    tokenLifetimeMs: token === null ? null : reply!.tokenLifetimeMs,
    longestTokenAgeMs: reply?.longestTokenAgeMs ?? null,
    at: event.at,
  };
}

/** Payloads are shown to whoever may list events; a token is for us to spend. */
function without(payload: JsonObject, secret: string): JsonObject {
  const entries = Object.entries(payload).filter((entry): entry is [string, JsonValue] => entry[1] !== secret);
  return Object.fromEntries(entries);
}
