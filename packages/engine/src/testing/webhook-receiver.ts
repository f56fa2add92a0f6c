import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import type { ReportView } from "../reports/report-view.ts";

/** What a receiver was posted. */
export interface ReceivedPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What a report looks like once it has gone over the wire. */
export type PostedReport = Omit<ReportView, "at"> & { readonly at: string };

/** Somebody who gets reports, and keeps all that ever came. */
export class WebhookReceiver {
  readonly posts: ReceivedPost[] = [];
  /** Answers a post. Default: 200 at once. */
  answer: (post: ReceivedPost, response: ServerResponse) => void = taken;
  readonly #server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const post = { path: request.url ?? "", headers: request.headers, text };
      this.posts.push(post);
      this.answer(post, response);
    });
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Where it listens. */
  url(path: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`;
  }

  at(path: string): readonly ReceivedPost[] {
    return this.posts.filter((post) => post.path === path);
  }

  /** Starts anew. */
  forget(): void {
    this.posts.length = 0;
    this.answer = taken;
  }
}

/** Answers with a status. */
export function answering(status: number, headers: Readonly<Record<string, string>> = {}): WebhookReceiver["answer"] {
  return (_post, response) => void response.writeHead(status, headers).end();
}

const taken = answering(200);

/** The report in a post, verified as Standard Webhooks' own library does it. Throws where it is not genuine. */
export function verified({ headers, text }: ReceivedPost, secret: string): PostedReport {
  const event = new Webhook(secret).verify(text, headers as Record<string, string>) as { readonly data: PostedReport };
  return event.data;
}
