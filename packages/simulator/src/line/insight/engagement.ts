import { reachedBy, type AudienceSend } from "../audience-sends.ts";
import type { LineChannel } from "../line-channel.ts";
import type { Link } from "../links.ts";

const defaultRates = { impressionRate: 0.5, clickRate: 0.1 };

/** How many of so many people see a message, and how many click in it: never chance, and nobody where no link is. */
export function countEngaged(
  line: LineChannel,
  reached: number,
  links: readonly Link[],
): { readonly viewers: number; readonly clickers: number } {
  const { impressionRate, clickRate } = { ...defaultRates, ...line.options.engagement };
  const viewers = Math.floor(reached * impressionRate);
  return { viewers, clickers: links.length === 0 ? 0 : Math.min(viewers, Math.floor(reached * clickRate)) };
}

/** The user ids of those who see a message. */
export function viewersOf(line: LineChannel, send: AudienceSend): readonly string[] {
  const reached = reachedBy(send);
  return reached.slice(0, countEngaged(line, reached.length, send.links).viewers);
}

/** The user ids of those who click in it. */
export function clickersOf(line: LineChannel, send: AudienceSend): readonly string[] {
  const reached = reachedBy(send);
  return reached.slice(0, countEngaged(line, reached.length, send.links).clickers);
}
