import type { PreparedMessage } from "../content/prepared-message.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { releasedTogether, togetherMs } from "../speed/sending-speed-limit.ts";
import { asReleased } from "../speed/as-released.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import { takeReleases } from "../store/take-releases.ts";
import { considerWindow } from "../windows/consider-window.ts";
import { windowsOf } from "../windows/message-windows.ts";
import { keepToWindow } from "./keep-to-window.ts";
import { waitForRelease } from "./changes-without-call.ts";

/** A process may be late by so much without the message becoming slower for it, in milliseconds. */
const mostLateMs = 1_000;

/** What of a slice goes out now, under its message's sending speed limit. */
export interface Released {
  /** As those see it who are released. */
  readonly message: PreparedMessage;
  readonly deliveries: readonly ClaimedDelivery[];
  /** Moves of those whose window is closed, who are released after it opens. */
  readonly held: readonly DeliveryChange[];
  /** The number of the first delivery that waits for its release; undefined where none does. */
  readonly rest: number | undefined;
  /** When those can be released who wait. */
  readonly nextAt: Date;
}

/** Releases the first of a chunk's deliveries, as many as the message's speed lets go. */
export async function releaseFirst(
  { connection, clock, projectId }: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
): Promise<Released> {
  const now = clock.now();
  if (message.speed === undefined || now >= message.validUntil) return { message, deliveries, held: [], rest: undefined, nextAt: now };
  const opensAt = commonOpening(message, now);
  if (opensAt !== undefined) return { message, deliveries: [], held: [], rest: deliveries[0]?.number, nextAt: opensAt };
  const { open, changes: held } = keepToWindow(message, deliveries, now);
  if (open.length === 0) return { message, deliveries: [], held, rest: undefined, nextAt: now };
  const { apartMs } = message.speed;
  const fewest = Math.min(open.length, releasedTogether(apartMs));
  const lateMs = Math.max(togetherMs, Math.min(mostLateMs, apartMs / 2));
  const taken = await takeReleases(connection, projectId, { messageId: message.id, wanted: open.length, fewest, apartMs, lateMs, queues: false });
  return {
    message: asReleased(message, taken.at),
    deliveries: open.slice(0, taken.count).map((delivery) => ({ ...delivery, releasedAt: taken.at })),
    held,
    rest: open[taken.count]?.number,
    nextAt: taken.nextAt,
  };
}

/** Deliveries that have come by themselves to be released, as they do when their own window opens. */
export interface ReleasedByThemselves {
  readonly message: PreparedMessage;
  readonly deliveries: readonly ClaimedDelivery[];
  /** Moves of the others: they come again one after the other, or when their window opens. */
  readonly changes: readonly DeliveryChange[];
}

/** The same for deliveries that are in no chunk any more. */
export async function releaseEach(
  { connection, clock, projectId }: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
): Promise<ReleasedByThemselves> {
  const now = clock.now();
  if (message.speed === undefined || now >= message.validUntil) return { message, deliveries, changes: [] };
  const { open, changes } = keepToWindow(message, deliveries, now);
  if (open.length === 0) return { message, deliveries: [], changes };
  const { apartMs } = message.speed;
  const lateMs = Math.max(togetherMs, Math.min(mostLateMs, apartMs / 2));
  const taken = await takeReleases(connection, projectId, { messageId: message.id, wanted: open.length, fewest: 1, apartMs, lateMs, queues: true });
  const sentAway = open.slice(taken.count).map((delivery, place) =>
    waitForRelease(delivery, now, new Date(taken.queuedFrom.getTime() + place * apartMs)));
  return {
    message: asReleased(message, taken.at),
    deliveries: open.slice(0, taken.count).map((delivery) => ({ ...delivery, releasedAt: taken.at })),
    changes: [...changes, ...sentAway],
  };
}

/** When the windows are open for everybody of the message; undefined where they are, or one goes by each recipient's own clock. */
function commonOpening(message: PreparedMessage, now: Date): Date | undefined {
  if (windowsOf(message).some(({ timeZone }) => timeZone === "recipient")) return undefined;
  const window = considerWindow(message, undefined, now);
  return window.verdict === "hold" ? window.until : undefined;
}
