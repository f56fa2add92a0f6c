import type { PreparedMessage } from "../content/prepared-message.ts";
import { formsOf } from "../content/translations.ts";
import { releasedTogether } from "../speed/sending-speed-limit.ts";
import { intentsAhead } from "./limit-keyless.ts";

/**
 * As many as may have intents at once where every step from `from` on is alike; deliveries over that are deferred. Where
 * all get the same bytes in one call, as many as the call carries. No more than are released together.
 */
export function sliceSize(message: PreparedMessage, from: number): number {
  const size = unlimitedSize(message, from);
  return message.speed === undefined ? size : Math.min(size, releasedTogether(message.speed.apartMs));
}

function unlimitedSize(message: PreparedMessage, from: number): number {
  const { step, ways } = message.steps[from]!;
  const isShared = formsOf(step.content ?? message.content).every(({ content }) => content.template !== true);
  const inOneCall = Math.max(...ways.map(({ route }) => route?.adapter.bulk?.maxRecipients ?? 0));
  if (isShared && inOneCall > 0) return Math.max(intentsAhead.keyed, inOneCall);
  const someKeyed = message.steps
    .slice(from)
    .some((each) => each.ways.some(({ route }) => route?.adapter.idempotency !== undefined));
  return someKeyed ? intentsAhead.keyed : intentsAhead.keyless;
}
