import type { DeliveryDetail, Engine, InboundSummary, MessageRequest, MessageView } from "@todoke/engine";
import { Chance } from "../chance.ts";
import { EngineHost } from "../engine-host.ts";
import { VirtualTime } from "../time/virtual-time.ts";
import { postOf } from "../world/inbound-posts.ts";
import { createHeldChannel, type HeldCall, type HeldReport } from "./held-channel.ts";

export const channels = ["first", "second"] as const;

export interface StagedMessage {
  readonly id: string;
  readonly deliveryId: string;
  readonly person: string;
  readonly validUntil: Date;
}

/** A real engine on PGlite and in virtual time, before two providers that answer when they are told to. */
export class Stage {
  readonly time = new VirtualTime(new Date("2026-12-01T00:00:00Z"));
  /** All that were ever made, in their order. */
  readonly #calls: HeldCall[] = [];
  readonly host: EngineHost;
  readonly #end: () => void;
  /** Messages so far; each goes to somebody of its own. */
  #messages = 0;

  /** `pollIntervalMs`: how often the engine looks for due work. */
  private constructor(seed: string, pollIntervalMs: number) {
    this.#end = this.time.begin(new Chance(seed));
    const onCall = (call: HeldCall) => void this.#calls.push(call);
    this.host = new EngineHost(this.time, {
      accounts: channels.map((channel) => ({ id: channel, adapters: [createHeldChannel(channel, this.time, onCall)] })),
      publicBaseUrl: "https://simulation.example",
      // A call that is held for hours is not taken for one that was lost.
      // An engine that looks so seldom passes for deaf; deadlines are not moved for that.
      settings: { pollIntervalMs, leaseMs: 1_000 * 3_600_000, deafGraceMs: 0 },
    });
  }

  static async open(seed: string, pollIntervalMs: number): Promise<Stage> {
    const stage = new Stage(seed, pollIntervalMs);
    await stage.host.start();
    return stage;
  }

  get engine(): Engine {
    return this.host.engine!;
  }

  /** What the engine does takes no time, but for what it waits for. */
  do<Result>(work: Promise<Result>): Promise<Result> {
    return this.time.during(work);
  }

  /** A message to one person, who has an address on each channel. */
  async submit(request: Omit<MessageRequest, "to" | "content">): Promise<StagedMessage> {
    this.#messages += 1;
    const person = `person-${this.#messages}`;
    const to = [{ addresses: Object.fromEntries(channels.map((channel) => [channel, person])) }];
    const view = await this.do(this.engine.submit({ to, content: { type: "text", text: "Hello" }, ...request }));
    return { id: view.id, deliveryId: `${view.id.replace("msg_", "dlv_")}_0`, person, validUntil: view.validUntil };
  }

  /** The calls that carried the message, in their order. */
  callsOf({ person }: StagedMessage): readonly HeldCall[] {
    return this.#calls.filter(({ to }) => to === person);
  }

  async delivery({ deliveryId }: StagedMessage): Promise<DeliveryDetail> {
    return (await this.do(this.engine.delivery(deliveryId)))!;
  }

  async message({ id }: StagedMessage): Promise<MessageView> {
    return (await this.do(this.engine.message(id)))!;
  }

  /** The provider of a call posts its word. */
  post({ attemptId, channel }: HeldCall, evidence: HeldReport): Promise<InboundSummary | undefined> {
    const event = {
      type: "evidence",
      eventId: `${channel}:${attemptId}:${evidence}`,
      correlation: { attemptId },
      evidence,
      ...(evidence === "failed" && { errorClass: "recipient" as const }),
      at: this.time.now(),
    } as const;
    return this.engine.receive(channel, postOf([event]));
  }

  /** The engine dies and another takes over. */
  async crash(): Promise<void> {
    this.host.die();
    await this.host.start();
  }

  async close(): Promise<void> {
    await this.host.stop();
    this.#end();
    this.host.removeFiles();
  }
}
