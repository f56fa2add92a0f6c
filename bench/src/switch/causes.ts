import { type FaultRule, hashPhone, type LedgerEntry } from "@todoke/simulator";
import { type Person, personalText } from "../people.ts";
import type { SwitchCause } from "./switch-run.ts";

/** How a cause is brought about, and found again in the provider's ledger. */
interface Cause {
  /** The first step and the content that it needs, for a message to this person. */
  readonly request: (person: Person) => { readonly content: object; readonly firstStep: object };
  /** What goes wrong with the calls to this person. */
  readonly fault?: (person: Person) => FaultRule;
  /** Whom the first step's call is to, as it is on the wire. */
  readonly addressOnWire: (person: Person) => string;
  /** From the entry in the ledger to the moment at which LINE has failed. */
  readonly afterMs: number;
}

const deadlineMs = 2_000;

export const causes: Readonly<Record<SwitchCause, Cause>> = {
  refused: {
    request: (person) => ({ content: { type: "text", text: personalText(person) }, firstStep: { channel: "line" } }),
    // The simulator enters what it carries out, so that the moment of the refusal stands in its ledger.
    fault: ({ lineUserId }) => ({
      endpoint: "push",
      to: lineUserId,
      fault: { kind: "status", status: 400, body: { message: "Failed to send messages" }, accepted: true },
    }),
    addressOnWire: ({ lineUserId }) => lineUserId,
    afterMs: 0,
  },
  deadline: {
    request: ({ parcel }) => ({
      content: { type: "notification", templateKey: "shipment_completed_ja", items: [{ itemKey: "number_001_ja", content: parcel }] },
      firstStep: { channel: "line-notification", switchAfter: `PT${deadlineMs / 1_000}S`, allowUnverifiedInbound: true },
    }),
    addressOnWire: ({ phone }) => hashPhone(phone),
    afterMs: deadlineMs,
  },
};

/** A message to one person whose first step is going to fail. */
export function requestFor(cause: SwitchCause, person: Person): string {
  const { content, firstStep } = causes[cause].request(person);
  const sms = { channel: "sms", content: { type: "text", text: personalText(person) } };
  return JSON.stringify({
    to: [{ addresses: { line: person.lineUserId, phone: person.phone } }],
    content,
    plan: { steps: [firstStep, sms], reachability: "assume" },
  });
}

/** From the cause to the SMS, in milliseconds, of everybody in the ledger who got both; in the order of the people. */
export function delaysOf(cause: SwitchCause, people: readonly Person[], ledger: readonly Pick<LedgerEntry, "to" | "at">[]): readonly number[] {
  const { addressOnWire, afterMs } = causes[cause];
  const times = new Map(ledger.flatMap(({ to, at }) => to.map((address) => [address, Date.parse(at)] as const)));
  return people.flatMap((person) => {
    const [causedAtMs, switchedAtMs] = [times.get(addressOnWire(person)), times.get(person.phone)];
    return causedAtMs === undefined || switchedAtMs === undefined ? [] : [switchedAtMs - causedAtMs - afterMs];
  });
}
