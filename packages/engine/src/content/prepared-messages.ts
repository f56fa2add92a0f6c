import type { Database } from "../database/open-database.ts";
import type { PreparedMessage } from "./prepared-message.ts";

const keptMessages = 200;

/** Messages that there is work on. A message is frozen when accepted, so a kept copy never grows stale. */
export class PreparedMessages {
  readonly #load: (database: Database, id: string) => Promise<PreparedMessage>;
  /** Least recently used first. */
  readonly #kept = new Map<string, Promise<PreparedMessage>>();

  constructor(load: (database: Database, id: string) => Promise<PreparedMessage>) {
    this.#load = load;
  }

  get(database: Database, id: string): Promise<PreparedMessage> {
    const message = this.#kept.get(id) ?? this.#load(database, id);
    this.#kept.delete(id);
    this.#kept.set(id, message);
    message.catch(() => this.#kept.delete(id));
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > keptMessages && oldest !== undefined) this.#kept.delete(oldest);
    return message;
  }
}
