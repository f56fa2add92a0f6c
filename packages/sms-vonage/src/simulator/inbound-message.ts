import { randomUUID } from "node:crypto";
import type { Account } from "./account.ts";
import { signedPost } from "./signed-post.ts";

/** The number that people write to who have not been written to. */
const defaultRecipient = "447700900001";

/** Posts what somebody wrote ("Messages API", Inbound Message, SMS). */
export function postInboundMessage(account: Account, phone: string, text: string): void {
  const { host, settings, senders } = account;
  const { inboundUrl } = settings;
  if (inboundUrl === undefined) return;
  const from = phone.replace(/^\+/, "");
  const at = host.now();
  const message = {
    channel: "sms",
    message_uuid: randomUUID(),
    to: senders.get(from) ?? defaultRecipient,
    from,
    timestamp: new Date(at).toISOString(),
    message_type: "text",
    text,
    sms: { num_messages: "1", keyword: text.trim().split(/\s/, 1)[0]?.toUpperCase() },
    origin: { network_code: "44010" },
  };
  host.schedule([{ dueAt: at, build: () => signedPost(account, inboundUrl, message) }]);
}
