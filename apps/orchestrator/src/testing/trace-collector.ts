import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

type Value = { readonly stringValue: string } | { readonly intValue: number } | { readonly doubleValue: number } | { readonly boolValue: boolean };
interface Pair {
  readonly key: string;
  readonly value: Value;
}

/** A span as OTLP writes it in JSON. */
interface WrittenSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly Pair[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code?: number };
}

export interface CollectedSpan extends Omit<WrittenSpan, "attributes"> {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** What is said of its process. */
  readonly resource: Readonly<Record<string, unknown>>;
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Pair[] };
    readonly scopeSpans: readonly { readonly spans: readonly WrittenSpan[] }[];
  }[];
}

/** Takes traces over OTLP as collectors do, and keeps them. */
export class TraceCollector {
  readonly spans: CollectedSpan[] = [];
  /** Every export as it came. */
  readonly exports: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  readonly #server = createServer(async (request, response) => {
    const body = await text(request);
    this.exports.push({ path: request.url ?? "", headers: request.headers, body });
    this.spans.push(...spansOf(JSON.parse(body) as Export));
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function spansOf({ resourceSpans }: Export): readonly CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({ ...span, attributes: valuesOf(span.attributes), resource: valuesOf(resource.attributes) }))));
}

function valuesOf(pairs: readonly Pair[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, Object.values(value)[0]]));
}
