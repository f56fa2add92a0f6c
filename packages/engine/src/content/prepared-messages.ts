import type { Database } from "../database/open-database.ts";
import type { PreparedMessage } from "./prepared-message.ts";

const keptMessages = 200;

/** How a message is loaded: together with others that are asked for at the moment, or by a transaction that is open. */
export interface MessageLoads {
  load(id: string): Promise<PreparedMessage>;
  loadWithin(transaction: Database, ids: readonly string[]): Promise<readonly PreparedMessage[]>;
}

/** Messages that there is work on. A message is frozen when accepted, so a kept copy never grows stale. */
export class PreparedMessages {
  readonly #loads: MessageLoads;
  /** Least recently used first. */
  readonly #kept = new Map<string, PreparedMessage>();
  readonly #underWay = new Map<string, Promise<PreparedMessage>>();

  constructor(loads: MessageLoads) {
    this.#loads = loads;
  }

  async get(id: string): Promise<PreparedMessage> {
    return this.#find(id) ?? this.#keep(id, await this.#loadOnce(id));
  }

  /**
   * By their ids. Never waits for what others load: that may need a connection, and every connection may be held by a
   * transaction that waits here.
   */
  async getWithin(transaction: Database, ids: readonly string[]): Promise<ReadonlyMap<string, PreparedMessage>> {
    const found = new Map([...new Set(ids)].map((id) => [id, this.#find(id)]));
    const missing = [...found].flatMap(([id, message]) => (message === undefined ? [id] : []));
    const loaded = missing.length === 0 ? [] : await this.#loads.loadWithin(transaction, missing);
    const messages = [...found.values()].filter((message) => message !== undefined);
    return new Map([...messages, ...loaded].map((message) => [message.id, this.#keep(message.id, message)]));
  }

  #find(id: string): PreparedMessage | undefined {
    const message = this.#kept.get(id);
    return message && this.#keep(id, message);
  }

  #keep(id: string, message: PreparedMessage): PreparedMessage {
    this.#kept.delete(id);
    this.#kept.set(id, message);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > keptMessages && oldest !== undefined) this.#kept.delete(oldest);
    return message;
  }

  #loadOnce(id: string): Promise<PreparedMessage> {
    const underWay = this.#underWay.get(id);
    if (underWay !== undefined) return underWay;
    const loading = this.#loads.load(id).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, loading);
    return loading;
  }
}
