import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import type { EvidenceEvent } from "@todoke/core";
import type { Engine, EngineOptions, MessageRequest, MessageView, Surroundings } from "@todoke/engine";
import { LogFiles } from "./log-files.ts";
import type { PhaseOrder } from "./order.ts";
import { createProvider, type ProviderSettings } from "./provider.ts";

/** Surroundings in which no time passes. */
function standing(moment: Date): Surroundings {
  return {
    timeOfDayMs: () => moment.getTime(),
    monotonicMs: () => 0,
    startTimer: (callback, inMs) => setTimeout(callback, inMs),
    randomBytes,
  };
}

/** How long a story waits for what must happen; a planted bug may keep it from happening. */
const patienceMs = 20_000;

/** Where one phase of a scenario plays: an engine, its providers and its callers, who all keep their logs. */
export class Stage {
  readonly #order: PhaseOrder;
  readonly #logs: LogFiles;
  #engine: Engine | undefined;

  constructor(order: PhaseOrder) {
    this.#order = order;
    this.#logs = new LogFiles(order.logs);
  }

  /** On the database's clock. */
  now(): Date {
    const { clockStandsAt, clockAheadMs } = this.#order;
    return clockStandsAt === undefined ? new Date(Date.now() + clockAheadMs) : new Date(clockStandsAt);
  }

  /** The engine, before it starts to work. Each provider is one account, named after its channel. */
  async openEngine(providers: readonly ProviderSettings[], options: Partial<EngineOptions> = {}): Promise<Engine> {
    const { createEngine, surroundWith } = (await import(pathToFileURL(join(this.#order.engine, "index.ts")).href)) as typeof import("@todoke/engine");
    // Between two looks at the database's clock an engine goes by its machine's.
    if (this.#order.clockStandsAt !== undefined) surroundWith(standing(this.now()));
    this.#engine = await createEngine({
      database: this.#order.database,
      accounts: providers.map((provider) => ({
        id: provider.channel,
        adapters: [createProvider(provider, this.#logs, () => this.now())],
      })),
      publicBaseUrl: "https://todoke.example",
      log: { info() {}, warn() {}, error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) },
      ...options,
      settings: { pollIntervalMs: 25, ...options.settings },
    });
    return this.#engine;
  }

  /** Submits a text as a caller does who remembers what was promised. */
  async submit(request: Omit<MessageRequest, "content">): Promise<MessageView> {
    const askedAt = this.now().toISOString();
    const message = await this.#running.submit({ content: { type: "text", text: "Hello" }, ...request });
    const { sendAt, expiresAt, deliveryTimeWindow } = request;
    this.#logs.client.append({
      type: "accepted",
      askedAt,
      at: this.now().toISOString(),
      messageId: message.id,
      recipients: message.counts.recipients,
      ...(sendAt !== undefined && { sendAt }),
      ...(expiresAt !== undefined && { expiresAt }),
      ...(deliveryTimeWindow !== undefined && { deliveryTimeWindow }),
    });
    return message;
  }

  /** Somebody who gets reports, and writes them down before `taken` is called and they are answered. Gives the address. */
  async openReceiver(taken: () => Promise<void> = () => Promise.resolve()): Promise<string> {
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      const { data } = JSON.parse(await text(request)) as { readonly data: { readonly deliveryId: string; readonly number: number; readonly final: boolean } };
      this.#logs.reports.append({ at: this.now().toISOString(), deliveryId: data.deliveryId, sequence: data.number, isFinal: data.final });
      await taken();
      response.writeHead(200).end();
    };
    const receiver = createServer((request, response) => void take(request, response));
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  }

  async cancel(messageId: string): Promise<void> {
    const askedAt = this.now().toISOString();
    await this.#running.controls.cancel(messageId);
    this.#logs.client.append({ type: "cancelled", askedAt, at: this.now().toISOString(), messageId });
  }

  /** Posts a provider's report on the last message that it took. */
  async report(channel: string, evidence: EvidenceEvent["evidence"], eventId: string): Promise<void> {
    const taken = this.#logs.ledger.read().findLast((entry) => entry.endpoint === channel && entry.accepted === true)!;
    const event: EvidenceEvent = {
      type: "evidence",
      eventId,
      correlation: { providerMessageId: taken.providerMessageIds[0]! },
      evidence,
      ...(evidence === "failed" && { errorClass: "recipient" }),
      at: this.now(),
    };
    const body = new TextEncoder().encode(JSON.stringify([event]));
    await this.#running.receive(channel, { method: "POST", url: "https://todoke.example/v1/inbound", headers: {}, body });
    this.#logs.callbacks.append({ at: this.now().toISOString(), accountId: channel, eventId, kind: "evidence" });
  }

  /** How many calls a provider took. */
  accepted(channel: string): number {
    return this.#logs.ledger.read().filter((entry) => entry.endpoint === channel && entry.accepted === true).length;
  }

  /** Resolves when the answer of a provider is written and its receipt is awaited. */
  async answered(channel: string): Promise<void> {
    await this.until(async () => {
      if (this.accepted(channel) === 0) return false;
      const messages = await this.#running.messages({ limit: 100 });
      return messages.items.every(({ counts }) => counts.waiting > 0);
    });
  }

  /** Resolves when every recipient of the messages so far has an outcome, or waiting for it is of no use. */
  async over(): Promise<void> {
    await this.until(async () => {
      const messages = await this.#running.messages({ limit: 100 });
      return messages.items.every(({ status }) => status === "completed" || status === "cancelled");
    });
  }

  /** Resolves when it is so, or when waiting is of no use: the promises are checked all the same. */
  async until(isSo: () => Promise<boolean> | boolean): Promise<void> {
    const end = Date.now() + patienceMs;
    while (Date.now() < end && !(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Long enough for what must not happen to happen. */
  async aMoment(milliseconds = 400): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  /** Ends this process as a crash does; resolves never. */
  die(): Promise<never> {
    process.kill(process.pid, "SIGKILL");
    return new Promise(() => {});
  }

  async close(): Promise<void> {
    await this.#engine?.stop();
  }

  get #running(): Engine {
    if (this.#engine === undefined) throw new Error("the engine is opened first");
    return this.#engine;
  }
}
