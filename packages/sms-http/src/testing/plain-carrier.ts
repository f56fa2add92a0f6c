import type { HttpSmsConfig } from "../config.ts";

/** The least that a carrier can be described by. */
export function plainCarrier(baseUrl = "https://api.carrier.example"): HttpSmsConfig {
  return {
    request: { url: `${baseUrl}/send`, body: { json: { to: "{{to}}", text: "{{text}}" } } },
    answer: { accepted: {}, messageId: "id" },
  };
}
