import type { Kysely } from "kysely";
import type { Accounts } from "./accounts.ts";
import type { SharedClock } from "./shared-clock.ts";
import type { PreparedMessage } from "./content/prepared-message.ts";
import type { Database } from "./database/open-database.ts";
import type { CallSlots } from "./dispatch/call-slots.ts";
import type { OutcomeWriter } from "./dispatch/outcome-writer.ts";
import type { EngineLog, EngineSettings } from "./engine.ts";

/** What every part of the engine shares. */
export interface EngineContext {
  readonly connection: Kysely<unknown>;
  readonly accounts: Accounts;
  readonly settings: EngineSettings;
  readonly log: EngineLog;
  readonly publicBaseUrl: string | undefined;
  readonly clock: SharedClock;
  readonly slots: CallSlots;
  readonly outcomes: OutcomeWriter;
  /**
   * The message, ready to be sent; kept for as long as there is work on it. Inside a transaction, pass it: waiting for
   * a second connection while holding the first ends in a standstill.
   */
  prepared(messageId: string, database?: Database): Promise<PreparedMessage>;
  /** Work of this kind has become due: look now and not at the next poll. */
  nudge(work: "chunks" | "smallChunks" | "deliveries"): void;
  /** True once a stop has begun: nothing more is claimed or called. */
  isStopping(): boolean;
  beginStop(): void;
  /** Aborts calls when a stop takes too long. */
  readonly signal: AbortSignal;
}
