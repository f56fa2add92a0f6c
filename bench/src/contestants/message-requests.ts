import { type IndexRange, splitRange } from "../index-range.ts";
import { identicalText, messageTemplate, peopleIn } from "../people.ts";
import type { Scenario } from "../scenario.ts";

const linesPerChunk = 500;

/** What a message may say beside whom it is for. */
export interface RequestDetails {
  readonly sendAt?: string | undefined;
  readonly reachability?: "ask" | "assume";
}

/** A message with failover armed: an SMS waits behind every push. */
export function requestFor(range: IndexRange, scenario: Scenario, details: RequestDetails = {}): string {
  return JSON.stringify({ to: recipientsIn(range, scenario), ...messageOf(scenario, details) });
}

/** The same for nobody yet: its recipients come by a stream. */
export function openRequest(scenario: Scenario): string {
  return JSON.stringify({ open: true, ...messageOf(scenario, {}) });
}

/** The recipients as NDJSON, made while they are read: a million of them need no room. */
export function* recipientLines(range: IndexRange, scenario: Scenario): Generator<string> {
  for (const part of splitRange(range, linesPerChunk)) {
    yield recipientsIn(part, scenario).map((recipient) => `${JSON.stringify(recipient)}\n`).join("");
  }
}

function messageOf(scenario: Scenario, { sendAt, reachability }: RequestDetails): object {
  const isIdentical = scenario === "identical";
  return {
    content: { type: "text", text: isIdentical ? identicalText : messageTemplate, template: !isIdentical },
    plan: { steps: [{ channel: "line" }, { channel: "sms" }], reachability },
    sendAt,
  };
}

function recipientsIn(range: IndexRange, scenario: Scenario): readonly object[] {
  return peopleIn(range).map(({ lineUserId, phone, name, parcel }) => ({
    addresses: { line: lineUserId, phone },
    ...(scenario !== "identical" && { variables: { name, parcel } }),
  }));
}
