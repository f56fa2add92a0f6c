import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { InboundRequest } from "@todoke/core";

/** A server that keeps what LINE posts to it; it ends with the test. */
export async function startWebhookReceiver(): Promise<{ readonly url: string; readonly posted: InboundRequest[] }> {
  const posted: InboundRequest[] = [];
  const server = createServer(async (request, response) => {
    const headers = { "x-line-signature": String(request.headers["x-line-signature"]) };
    posted.push({ method: "POST", url: request.url ?? "", headers, body: await buffer(request) });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, posted };
}
