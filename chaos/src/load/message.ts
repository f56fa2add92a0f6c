import { unknownHold } from "../fleet/stage.ts";
import type { Target } from "./people.ts";

const policies = ["hold", "resend"] as const;

/**
 * The body of the message with this number: by turns with the same bytes for everybody, which go out by multicast, and
 * with a text for each, which are pushed. Each recipient's reference begins with the request's key, so that a message that
 * was written twice can be told.
 */
export function messageTo(targets: readonly Target[], number: number, key: string) {
  return {
    to: targets.map((target) => ({ ...target, reference: `${key}/${target.reference}` })),
    content:
      number % 4 < 2
        ? { type: "text", text: `Parcel ${number} for {{ name }} is on its way.`, template: true }
        : { type: "text", text: `Parcel ${number} is on its way.` },
    // Lookups are asked for anew in every message, so that faults hit them too.
    plan: {
      steps: [{ channel: "line" }, { channel: "sms" }],
      onUnknown: policies[number % policies.length],
      unknownHold,
      reachabilityMaxAge: "PT1S",
    },
  };
}
