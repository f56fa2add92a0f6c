import type { Simulator } from "../simulator.ts";

export interface LineAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export const pushPath = "/v2/bot/message/push";
export const templatePath = "/v2/bot/message/pnp/templated/push";

export const hello = { type: "text", text: "Hello" };

/** A plain HTTP call to the simulated LINE, for what the official client hides or does not know. */
export async function postToLine(
  simulator: Simulator,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<LineAnswer> {
  const response = await fetch(simulator.url + path, {
    method: "POST",
    headers: { authorization: "Bearer line-token", "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
