import type { TwilioOptions } from "../options.ts";
import type { Simulation } from "../simulation.ts";
import type { TwilioMessage } from "./message.ts";

/** One Twilio account: its settings and its messages. */
export interface TwilioAccount {
  readonly simulation: Simulation;
  readonly accountSid: string;
  readonly authToken: string;
  /** The value of `authorization` that every call must carry. */
  readonly authorization: string;
  readonly statusDelayMs: number;
  readonly inboundUrl: string | undefined;
  /** In the order in which they were created. */
  readonly messages: Map<string, TwilioMessage>;
  readonly messagesByRecipient: Map<string, TwilioMessage[]>;
}

export function createTwilioAccount(simulation: Simulation, options: TwilioOptions): TwilioAccount {
  const { accountSid = `AC${"0".repeat(32)}`, authToken = "twilio-token", statusDelayMs = 50 } = options;
  return {
    simulation,
    accountSid,
    authToken,
    authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`,
    statusDelayMs,
    inboundUrl: options.inboundUrl,
    messages: new Map(),
    messagesByRecipient: new Map(),
  };
}

/** Keeps a message where it is found by its sid and by its recipient. */
export function keepMessage(twilio: TwilioAccount, message: TwilioMessage): void {
  twilio.messages.set(message.sid, message);
  const others = twilio.messagesByRecipient.get(message.to);
  if (others === undefined) twilio.messagesByRecipient.set(message.to, [message]);
  else others.push(message);
}
