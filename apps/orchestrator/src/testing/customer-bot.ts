import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A bot of the customer's own that LINE posts to, and that passes everything on to the service. */
export interface CustomerBot {
  readonly url: string;
  /** Where LINE is called, and where the service is. Set once both run. */
  joins(lineUrl: string, serviceUrl: string): void;
  close(): Promise<void>;
}

interface Envelope {
  readonly events: readonly { readonly replyToken?: string; readonly message?: { readonly text?: string } }[];
}

/**
 * Answers whoever writes `bot: …` before the service hears of it, and passes `eager: …` on to the account `eager`, all
 * else to `line`; bytes and signature stay as they are.
 */
export async function startCustomerBot(): Promise<CustomerBot> {
  let lineUrl = "";
  let serviceUrl = "";
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { events } = JSON.parse(body) as Envelope;
    for (const { replyToken, message } of events) {
      if (replyToken !== undefined && message?.text?.startsWith("bot:") === true) await reply(replyToken);
    }
    const account = events.some(({ message }) => message?.text?.startsWith("eager:") === true) ? "eager" : "line";
    const signature = String(request.headers["x-line-signature"]);
    const answer = await fetch(`${serviceUrl}/v1/inbound/${account}`, { method: "POST", body, headers: { "x-line-signature": signature } });
    response.writeHead(answer.status).end();
  });

  async function reply(replyToken: string): Promise<void> {
    await fetch(`${lineUrl}/v2/bot/message/reply`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer line-token" },
      body: JSON.stringify({ replyToken, messages: [{ type: "text", text: "The bot was here." }] }),
    });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    joins(line, service) {
      lineUrl = line;
      serviceUrl = service;
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
