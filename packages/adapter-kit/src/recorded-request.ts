import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";

/** What arrived at the provider, untouched. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and raw query. */
  readonly path: string;
  /** Names in lower case; a header that came twice has both values, joined by a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** Resolves once the last byte of the request is in. */
export async function recordRequest(message: IncomingMessage): Promise<RecordedRequest> {
  const body = await buffer(message);
  const headers = Object.entries(message.headers).map(([name, value]) => [name, valueOf(value)] as const);
  return { method: message.method ?? "", path: message.url ?? "", headers: Object.fromEntries(headers), body };
}

/** The body as UTF-8. */
export function textOf({ body }: RecordedRequest): string {
  return Buffer.from(body).toString("utf8");
}

function valueOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
