import type { PreparedMessage } from "../content/prepared-message.ts";
import type { UseConsideration } from "../plan/consider-step.ts";
import { windowZone } from "../windows/consider-window.ts";

/** A delivery that goes out now, as far as it matters for the call that carries it. */
export interface Callable {
  readonly delivery: {
    readonly timeZone?: string | undefined;
    readonly step: number;
    readonly stepStartedAt: Date | null;
    readonly tries: number;
    readonly possibleDuplicate: boolean;
  };
  /** Index of the step that it goes out on. */
  readonly step: number;
  readonly use: Pick<UseConsideration, "route" | "address" | "payload" | "replyTo">;
}

/** Deliveries that one call carries. */
export interface CallGroup<Item extends Callable> {
  readonly members: readonly [Item, ...Item[]];
  readonly endpoint: string;
  /** It names its recipients in the provider's own bulk form. */
  readonly bulk: boolean;
}

/**
 * Joins deliveries with the same bytes on the same step and account, whose window closes by the same clock, into bulk calls
 * where the channel has them; replies and all others get a call of their own. Explaining a plan and carrying it out both come through here.
 */
export function groupCalls<Item extends Callable>(
  message: PreparedMessage,
  callable: readonly Item[],
  now: Date,
): readonly CallGroup<Item>[] {
  const groups: CallGroup<Item>[] = [];
  const shared = new Map<string, Item[]>();
  for (const item of callable) {
    if (!mayShareCall(message, item)) {
      groups.push({ members: [item], endpoint: endpointOfOne(item), bulk: false });
      continue;
    }
    const key = `${item.step} ${item.use.route.accountId} ${item.use.payload.hash} ${startOf(item, now).getTime()} ${windowZone(message, item.delivery.timeZone) ?? ""}`;
    const together = shared.get(key) ?? [];
    together.push(item);
    shared.set(key, together);
  }
  return [...groups, ...[...shared.values()].flatMap(split)];
}

/** A step's clock starts when it is first claimed; stepping over earlier steps starts it too. */
export function startOf({ delivery, step }: Callable, now: Date): Date {
  return delivery.step === step ? (delivery.stepStartedAt ?? now) : now;
}

/** Where a delivery goes that gets a call of its own. */
export function endpointOfOne({ use }: Callable): string {
  const { reply } = use.route.adapter;
  return use.replyTo === undefined || reply === undefined ? use.payload.endpoint : reply.endpoint;
}

function split<Item extends Callable>(together: readonly Item[]): readonly CallGroup<Item>[] {
  const groups: CallGroup<Item>[] = [];
  const { maxRecipients, endpoint } = together[0]!.use.route.adapter.bulk!;
  for (let start = 0; start < together.length; start += maxRecipients) {
    const [first, ...more] = together.slice(start, start + maxRecipients);
    const bulk = more.length > 0;
    groups.push({ members: [first!, ...more], endpoint: bulk ? endpoint : first!.use.payload.endpoint, bulk });
  }
  return groups;
}

/** A delivery that was refused or may be a duplicate goes alone, so that it never drags others along. */
function mayShareCall(message: PreparedMessage, { delivery, use }: Callable): boolean {
  const bulk = message.audience === undefined ? use.route.adapter.bulk : undefined;
  if (bulk === undefined || use.replyTo !== undefined) return false;
  return delivery.tries === 0 && !delivery.possibleDuplicate && bulk.accepts(use.address);
}
