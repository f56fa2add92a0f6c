import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { recordRequest, type RecordedRequest } from "./recorded-request.ts";
import type { Script, ScriptedAnswer, ScriptedFault, ScriptedResponse } from "./scripted-answer.ts";

/** A provider that does as it is told, on 127.0.0.1. */
export interface ScriptedProvider {
  readonly url: string;
  /** Every request in the order of arrival, except those that `background` answered. */
  readonly requests: readonly RecordedRequest[];
  /** Forgets the requests and follows this script from now on. */
  play(script: Script): void;
  /** Resolves when the next request that follows the script has been read to its end. */
  nextRequest(): Promise<RecordedRequest>;
  /** Breaks whatever is still open. */
  close(): Promise<void>;
}

/** Answers what is no attempt (fetching an access token); undefined for everything else. */
export type BackgroundAnswer = (request: RecordedRequest) => ScriptedResponse | undefined;

/** Until the first script is played, every request is answered with 501. */
export async function startScriptedProvider(background?: BackgroundAnswer): Promise<ScriptedProvider> {
  let requests: RecordedRequest[] = [];
  let answerTo = follow({ status: 501 });
  let waiting = Promise.withResolvers<RecordedRequest>();

  const server = createServer((message, response) => {
    // A client that leaves early ends its request in an error, which is its own business.
    recordRequest(message).then(
      (request) => {
        const aside = background?.(request);
        if (aside !== undefined) return give(aside, response);
        requests.push(request);
        give(answerTo(request), response);
        waiting.resolve(request);
        waiting = Promise.withResolvers();
      },
      () => response.destroy(),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");

  return {
    url: addressOf(server),
    get requests() {
      return requests;
    },
    play(script) {
      requests = [];
      answerTo = follow(script);
    },
    nextRequest: () => waiting.promise,
    close: () => closeServer(server),
  };
}

/**
 * Where nothing listens, so that connections are refused: a port below 1024 that no service uses. A port that was just
 * given back could be handed to somebody else meanwhile.
 */
export const refusingAddress = "http://127.0.0.1:2";

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

function follow(script: Script): (request: RecordedRequest) => ScriptedAnswer {
  if (typeof script === "function") return script;
  const answers = isSequence(script) ? [...script] : [script];
  return () => (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 501 };
}

function isSequence(script: Script): script is readonly ScriptedAnswer[] {
  return Array.isArray(script);
}

function give(answer: ScriptedAnswer, response: ServerResponse): void {
  if (typeof answer === "string") faults[answer](response);
  else respond(answer, response);
}

function respond({ status, headers, body }: ScriptedResponse, response: ServerResponse): void {
  const type = typeof body === "string" ? "text/plain; charset=utf-8" : "application/json";
  response.writeHead(status, { ...(body !== undefined && { "content-type": type }), ...headers });
  response.end(typeof body === "string" || body === undefined ? body : JSON.stringify(body));
}

const faults: Readonly<Record<ScriptedFault, (response: ServerResponse) => void>> = {
  hang: () => {},
  "hang-in-body": (response) => {
    beginBody(response);
  },
  reset: (response) => {
    response.socket?.resetAndDestroy();
  },
  "cut-off": (response) => {
    beginBody(response, () => response.socket?.end());
  },
  "not-http": (response) => {
    response.socket?.end("\u0000 this is no HTTP \u0000\r\n\r\n");
  },
};

function beginBody(response: ServerResponse, then?: () => void): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"half":', then);
}
