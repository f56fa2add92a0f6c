import { createHmac } from "node:crypto";
import type { CallbackStep, FakeHost, HandsetState, OutgoingCallback } from "@todoke/simulator";
import type { FakeSettings } from "./settings.ts";

/** What Pigeon reports on a message to such a phone, one after the other. */
const statesByHandset: Readonly<Record<HandsetState, readonly string[]>> = {
  on: ["flying", "landed"],
  off: ["flying", "lost"],
  silent: ["flying"],
  "unknown-number": ["no_such_number"],
  filtered: ["flying", "turned_away"],
  // Refused at the door already.
  landline: [],
  "opted-out": [],
};

interface Sender {
  readonly host: FakeHost;
  readonly settings: FakeSettings;
  readonly reportUrl: string;
}

export function reportsOn(messageId: string, handset: HandsetState, sender: Sender): readonly CallbackStep[] {
  const { host, settings } = sender;
  const acceptedAt = host.now();
  return statesByHandset[handset].map((state, index) => {
    const dueAt = acceptedAt + settings.statusDelayMs * (index + 1);
    const report = { message_id: messageId, state, at: new Date(dueAt).toISOString() };
    return { dueAt, build: () => post(report, sender) };
  });
}

/** Signed when it leaves. Pigeon waits five seconds and does not try again. */
function post(report: object, { host, settings, reportUrl }: Sender): OutgoingCallback {
  const body = JSON.stringify(report);
  const seconds = Math.floor(host.now() / 1_000);
  const proof = createHmac("sha256", settings.webhookSecret).update(`${seconds}.${body}`).digest("hex");
  const headers = { "content-type": "application/json", "pigeon-signature": `t=${seconds},v1=${proof}` };
  return { url: reportUrl, headers, body, timeoutMs: 5_000, connectAttempts: 1 };
}
