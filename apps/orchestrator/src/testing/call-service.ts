import { withTestKey } from "./test-key.ts";

/** What the service answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed; text where it is not JSON. */
  readonly body: unknown;
}

/** Gets a path of the service, with the key of tests unless `headers` say otherwise, as all of these do. */
export function get(url: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return call(url + path, { headers });
}

/** Posts JSON to a path of the service, or text as it is. */
export function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return call(url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** Makes a request of another method, with JSON where there is a body. */
export function ask(url: string, method: "PATCH" | "DELETE", path: string, body?: unknown): Promise<Answer> {
  if (body === undefined) return call(url + path, { method });
  return call(url + path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

async function call(address: string, init: RequestInit): Promise<Answer> {
  const headers = { ...withTestKey, ...(init.headers as Record<string, string> | undefined) };
  const response = await fetch(address, { ...init, headers });
  const text = await response.text();
  const isJson = /^application\/(problem\+)?json/.test(response.headers.get("content-type") ?? "");
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
}
