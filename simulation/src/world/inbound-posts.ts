import { SignatureError, type EvidenceEvent, type InboundRequest, type Webhook } from "@todoke/core";

/** What a simulated provider posts. */
export function postOf(events: readonly EvidenceEvent[]): InboundRequest {
  return {
    method: "POST",
    url: "https://simulation.example/v1/inbound",
    headers: { "x-signature": signature },
    body: new TextEncoder().encode(JSON.stringify(events)),
  };
}

const signature = "of the simulation";

export const webhook: Webhook = {
  verify({ headers }) {
    if (headers["x-signature"] !== signature) throw new SignatureError("the signature is not the simulation's");
  },
  parse({ body }) {
    const events = JSON.parse(new TextDecoder().decode(body)) as (Omit<EvidenceEvent, "at"> & { readonly at: string })[];
    return events.map((event) => ({ ...event, at: new Date(event.at) }));
  },
};
