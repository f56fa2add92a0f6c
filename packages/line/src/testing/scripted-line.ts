import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { createLine, type Line, type LineConfig } from "../index.ts";

export interface ReceivedRequest {
  /** `POST /v2/bot/message/push`, with the query. */
  readonly call: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface ScriptedAnswer {
  readonly status?: number;
  readonly body?: unknown;
}

/**
 * A client beside a server that gives these answers in turn, whatever is asked (200 `{}` when they are used up), and
 * keeps what it was asked: for answers that the simulator does not give on request. Both end with the test.
 */
export async function startScriptedLine(
  answers: readonly ScriptedAnswer[],
  config: Partial<LineConfig> = {},
): Promise<{ readonly line: Line; readonly received: readonly ReceivedRequest[] }> {
  const received: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const answer = answers[received.length] ?? {};
    received.push({
      call: `${request.method} ${request.url}`,
      headers: request.headers,
      body: await text(request),
    });
    response.writeHead(answer.status ?? 200, { "x-line-request-id": `request-${received.length}` });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const line = createLine({
    channelAccessToken: "line-token",
    apiBaseUrl: url,
    dataApiBaseUrl: `${url}/data`,
    ...config,
  });
  onTestFinished(async () => {
    await line.close();
    server.close();
  });
  return { line, received };
}
