import type { ClientRecord } from "./log-records.ts";
import type { Source } from "./records.ts";

/** What callers were told about one message, in the order of the answers. */
export class Promised {
  readonly #entries: readonly ClientRecord[];

  constructor(entries: readonly ClientRecord[]) {
    this.#entries = entries;
  }

  /** The caller's own window, or undefined where none was asked for. */
  get window() {
    return this.#accepted?.deliveryTimeWindow;
  }

  /** In milliseconds since 1970. */
  get expiresAtMs(): number | undefined {
    const { expiresAt } = this.#accepted ?? {};
    return expiresAt === undefined ? undefined : Date.parse(expiresAt);
  }

  /** When the cancellation was confirmed: of the whole message, or of this delivery. */
  cancelledAtMs(number: number): number | undefined {
    const cancelled = this.#entries.find((entry) => entry.type === "cancelled" && (entry.number === undefined || entry.number === number));
    return cancelled && Date.parse(cancelled.at);
  }

  /**
   * The earliest moment at which the message was to go out, as far as it was settled at `atMs`: while a change is under
   * way, the old word and the new one may both be meant.
   */
  notBeforeMs(atMs: number): number | undefined {
    const timed = this.#entries.filter((entry) => "sendAt" in entry && entry.sendAt !== undefined);
    const settled = timed.findLast(({ at }) => Date.parse(at) <= atMs);
    const meant = timed.filter((entry) => entry === settled || (Date.parse(entry.askedAt) <= atMs && Date.parse(entry.at) > atMs));
    const moments = meant.map((entry) => Date.parse((entry as { readonly sendAt: string }).sendAt));
    return moments.length === 0 || settled === undefined ? undefined : Math.min(...moments);
  }

  /** Since when the message was surely paused at `atMs`; undefined where it was not. */
  pausedSinceMs(atMs: number): number | undefined {
    const last = this.#entries.findLast((entry) =>
      entry.type === "paused" ? Date.parse(entry.at) <= atMs : entry.type === "resumed" && Date.parse(entry.askedAt) <= atMs);
    return last?.type === "paused" ? Date.parse(last.at) : undefined;
  }

  get #accepted() {
    return this.#entries.find((entry) => entry.type === "accepted");
  }
}

export async function promisedByMessage(client: Source<ClientRecord>): Promise<ReadonlyMap<string, Promised>> {
  const entries = new Map<string, ClientRecord[]>();
  for await (const entry of client) {
    const known = entries.get(entry.messageId);
    if (known === undefined) entries.set(entry.messageId, [entry]);
    else known.push(entry);
  }
  return new Map([...entries].map(([id, list]) => [id, new Promised(list.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)))]));
}
