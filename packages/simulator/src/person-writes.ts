import { raiseLineEvents } from "./line/events/raise-events.ts";
import type { LineChannel } from "./line/line-channel.ts";
import { reportInboundMessage } from "./twilio/inbound-message.ts";
import type { TwilioAccount } from "./twilio/twilio-account.ts";

/** "Twilio support for opt-out keywords": the whole message is one of these words, in any case. */
const optOutWords: ReadonlySet<string> = new Set([
  "STOP",
  "STOPALL",
  "UNSUBSCRIBE",
  "CANCEL",
  "END",
  "QUIT",
  "REVOKE",
  "OPTOUT",
]);
const optInWords: ReadonlySet<string> = new Set(["START", "UNSTOP"]);

/** A person writes to the LINE account (named by LINE user id) or sends it an SMS (named by phone number). */
export function personWrites(line: LineChannel, twilio: TwilioAccount, idOrPhone: string, text: string): void {
  const { people } = line.simulation;
  const person = people.find(idOrPhone);
  if (idOrPhone === person.lineUserId) {
    raiseLineEvents(line, [{ type: "message", userId: idOrPhone, message: { type: "text", text } }]);
    return;
  }
  const word = text.trim().toUpperCase();
  if (optOutWords.has(word)) people.change(idOrPhone, { handset: "opted-out" });
  if (optInWords.has(word) && person.handset === "opted-out") people.change(idOrPhone, { handset: "on" });
  reportInboundMessage(twilio, idOrPhone, text);
}
