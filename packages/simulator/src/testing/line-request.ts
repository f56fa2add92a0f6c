import type { Simulator } from "../simulator.ts";

export interface LineAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export const pushPath = "/v2/bot/message/push";
export const templatePath = "/v2/bot/message/pnp/templated/push";

export const hello = { type: "text", text: "Hello" };

type RequestHeaders = Readonly<Record<string, string>>;

/** A plain HTTP call to the simulated LINE, for what the official client hides or does not know. */
export function postToLine(simulator: Simulator, path: string, body: unknown, headers: RequestHeaders = {}): Promise<LineAnswer> {
  return callLine(simulator, "POST", path, body, headers);
}

export function getFromLine(simulator: Simulator, path: string): Promise<LineAnswer> {
  return callLine(simulator, "GET", path);
}

export async function callLine(
  simulator: Simulator,
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
  headers: RequestHeaders = {},
): Promise<LineAnswer> {
  const response = await fetch(simulator.url + path, {
    method,
    headers: {
      authorization: "Bearer line-token",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
