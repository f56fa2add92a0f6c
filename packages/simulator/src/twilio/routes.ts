import { createMessage } from "./create-message.ts";
import { fetchAccount } from "./fetch-account.ts";
import { fetchMessage } from "./fetch-message.ts";
import { listMessages } from "./list-messages.ts";
import type { TwilioAccount } from "./twilio-account.ts";
import { twilioHandler } from "./twilio-call.ts";
import { updateMessage } from "./update-message.ts";
import type { FastifyInstance } from "fastify";

export function registerTwilioRoutes(server: FastifyInstance, twilio: TwilioAccount): void {
  server.get("/2010-04-01/Accounts/:accountSid.json", twilioHandler(twilio, fetchAccount));
  const messages = "/2010-04-01/Accounts/:accountSid/Messages";
  server.post(`${messages}.json`, twilioHandler(twilio, createMessage));
  server.get(`${messages}.json`, twilioHandler(twilio, listMessages));
  server.get(`${messages}/:messageSid.json`, twilioHandler(twilio, fetchMessage));
  server.post(`${messages}/:messageSid.json`, twilioHandler(twilio, updateMessage));
}
