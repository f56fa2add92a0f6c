import type { FastifyInstance } from "fastify";
import { createMessage } from "./create-message.ts";
import { fetchMessage } from "./fetch-message.ts";
import { listMessages } from "./list-messages.ts";
import { twilioHandler } from "./twilio-call.ts";
import type { TwilioState } from "./twilio-state.ts";

export function registerTwilioRoutes(server: FastifyInstance, twilio: TwilioState): void {
  const messages = "/2010-04-01/Accounts/:accountSid/Messages";
  server.post(`${messages}.json`, twilioHandler(twilio, createMessage));
  server.get(`${messages}.json`, twilioHandler(twilio, listMessages));
  server.get(`${messages}/:messageSid.json`, twilioHandler(twilio, fetchMessage));
}
