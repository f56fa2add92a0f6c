import { sql, type Kysely } from "kysely";
import { afterAll, beforeAll, expect } from "vitest";
import { assembleEngine } from "../create-engine.ts";
import type { DeliveryDetail } from "../delivery-view.ts";
import type { Engine, EngineOptions } from "../engine.ts";
import type { EngineContext } from "../engine-context.ts";
import type { MessageRequest } from "../message-request.ts";
import type { MessageView } from "../message-view.ts";
import { readClock } from "../store/read-clock.ts";
import type { CreatedDatabase, TestDatabase } from "./test-databases.ts";

/** An engine under test, with a way to its rows and to its clock. */
export interface TestEngine {
  readonly engine: Engine;
  readonly connection: Kysely<unknown>;
  readonly context: EngineContext;
  /** What the engine logged as errors. */
  readonly errors: readonly unknown[];
}

/** How long a condition may take; far longer than it does, even on a busy machine. */
const patienceMs = 20_000;

export async function openTestEngine(options: EngineOptions): Promise<TestEngine> {
  const errors: unknown[] = [];
  const { engine, context } = await assembleEngine({
    log: { info() {}, warn() {}, error: (fields, message) => errors.push({ message, ...fields }) },
    ...options,
    settings: { pollIntervalMs: 50, ...options.settings },
  });
  return { engine, connection: context.connection, context, errors };
}

/** What the tests of one file share: one database and one running engine for each kind of database. */
export interface SharedEngine extends Omit<TestEngine, "errors"> {
  readonly database: CreatedDatabase;
}

/** Opens an engine before the tests of a block and closes it after them. No error may have been logged in between. */
export function useEngine(database: TestDatabase, options: Omit<EngineOptions, "database">): SharedEngine {
  const shared: Partial<{ -readonly [Key in keyof SharedEngine]: SharedEngine[Key] }> = {};
  let errors: readonly unknown[] = [];
  beforeAll(async () => {
    shared.database = await database.create();
    const opened = await openTestEngine({ ...options, database: shared.database.settings });
    ({ errors } = opened);
    Object.assign(shared, opened);
    opened.engine.start();
  });
  afterAll(async () => {
    await shared.engine?.stop();
    await shared.database?.drop();
    expect(errors).toEqual([]);
  });
  return shared as SharedEngine;
}

/**
 * Moves the database's clock, and with it what the given engines last observed of it, in one step: nothing is ever
 * claimed by the new time and decided by the old.
 */
export async function advance(milliseconds: number, ...engines: readonly Pick<TestEngine, "context" | "connection">[]): Promise<void> {
  await engines[0]!.connection.transaction().execute(async (transaction) => {
    await sql`lock table clock_offset in access exclusive mode`.execute(transaction);
    await sql`update clock_offset set milliseconds = milliseconds + ${milliseconds}`.execute(transaction);
    const now = await readClock(transaction);
    for (const { context } of engines) context.clock.observe(now);
  });
}

/** Waits until `look` gives something other than undefined or false. */
export async function until<Seen>(
  what: string,
  look: () => Promise<Seen | undefined | false> | Seen | undefined | false,
): Promise<Seen> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited ${patienceMs / 1000} s in vain: ${what}`);
}

/**
 * Waits until there is nothing left to do at this moment: whatever has not been called by then will not be called
 * before time moves on or somebody reports.
 */
export async function idle({ connection }: Pick<TestEngine, "connection">): Promise<void> {
  await until("nothing is due and no call is under way", async () => {
    const { rows } = await sql<{ idle: boolean }>`
      select not exists (select from chunk where not is_held)
        and not exists (select from delivery where due_at <= todoke_now() or (due_at is not null and claim_token is not null))
        and not exists (select from attempt where due_at <= todoke_now() or (evidence = 'sending' and claim_token is not null))
        as idle`.execute(connection);
    return rows[0]!.idle;
  });
}

/** A text to one person unless `request` says otherwise. */
export function submitText(
  { engine }: Pick<TestEngine, "engine">,
  addresses: Readonly<Record<string, string>>,
  request: Partial<MessageRequest> = {},
): Promise<MessageView> {
  return engine.submit({ to: [{ addresses }], content: { type: "text", text: "Hello" }, ...request });
}

/** The delivery with its timeline, once it stands as wanted. */
export function deliveryThat(
  { engine }: Pick<TestEngine, "engine">,
  message: MessageView,
  what: string,
  matches: (delivery: DeliveryDetail) => boolean,
  number = 0,
): Promise<DeliveryDetail> {
  const id = `${message.id.replace("msg_", "dlv_")}_${number}`;
  return until(`delivery ${number} ${what}`, async () => {
    const delivery = await engine.delivery(id);
    return delivery !== undefined && matches(delivery) && delivery;
  });
}

export function finalDelivery(shared: Pick<TestEngine, "engine">, message: MessageView, number = 0): Promise<DeliveryDetail> {
  return deliveryThat(shared, message, "is final", ({ status }) => status === "final", number);
}

/** The message, once every delivery is final. */
export function completedMessage({ engine }: Pick<TestEngine, "engine">, message: MessageView): Promise<MessageView> {
  return until("the message is completed", async () => {
    const view = await engine.message(message.id);
    return view?.status === "completed" && view;
  });
}

let addresses = 0;

/** An address that no other test of this file uses. */
export function newAddress(prefix = "person"): string {
  addresses += 1;
  return `${prefix}-${addresses}`;
}
