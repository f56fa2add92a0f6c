import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { SignatureError, type InboundEvent, type InboundRequest } from "@todoke/core";
import { ample } from "../attempt.ts";
import type { AdapterCheck } from "../check.ts";
import { findExposed } from "../exposure.ts";
import { sendOf } from "../provider-act.ts";
import { thrownBy } from "../refused-call.ts";
import { samplesOf } from "../samples-of.ts";
import { onStage, type Stage } from "../stage.ts";
import type { AdapterSubject } from "../subject.ts";
import { extendedOf, forgeriesOf, nonsenseOf } from "../webhook-mutations.ts";
import { describeThrown } from "../describe-thrown.ts";
import type { ExpectedEvent, WebhookSamples } from "../webhook-samples.ts";
import { hiddenOf } from "./redaction.ts";

const applies = ({ webhook }: AdapterSubject) => webhook !== undefined;

export const webhookChecks = [
  {
    id: "webhook.genuine",
    title: "accepts what the provider signed, also in the midst of a larger buffer",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const webhook = samplesOf(adapter.webhook, "webhook");
        const { reports, unknown } = samplesOf(subject.webhook, "webhook");
        const posted = reports.flatMap(({ request, copies = [] }) => [request, ...copies]);
        for (const request of [...posted, ...unknown]) {
          for (const genuine of [request, { ...request, body: windowOf(request.body) }]) {
            assert.doesNotThrow(() => webhook.verify(genuine), "verify refuses a request of the samples");
          }
        }
      }),
  },
  {
    id: "webhook.forged",
    title: "refuses what the provider did not sign, with SignatureError and without a secret in it",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const webhook = samplesOf(adapter.webhook, "webhook");
        const { reports, unknown, signatureHeader } = samplesOf(subject.webhook, "webhook");
        for (const { title, request } of [...reports, ...unknown.map((one) => ({ title: "unknown", request: one }))]) {
          for (const forged of forgeriesOf(request, signatureHeader)) {
            const error = thrownBy(() => webhook.verify(forged.request));
            assert.ok(error !== undefined, `"${title}" ${forged.how} passes for genuine`);
            assert.ok(SignatureError.is(error), `"${title}" ${forged.how}: what was thrown is no SignatureError but ${describeThrown(error)}`);
            const exposed = findExposed(error, hiddenOf(subject));
            assert.equal(exposed, undefined, `"${title}" ${forged.how}: the error holds ${exposed}`);
          }
        }
      }),
  },
  {
    id: "webhook.strangers",
    title: "refuses what has the form of a proof and proves nothing",
    applies: ({ webhook }) => (webhook?.forged ?? []).length > 0,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        for (const { title, request } of subject.webhook?.forged ?? []) {
          const error = thrownBy(() => samplesOf(adapter.webhook, "webhook").verify(request));
          assert.ok(SignatureError.is(error), `"${title}" passes for genuine`);
        }
      }),
  },
  {
    id: "webhook.headers",
    title: "names the headers that prove a request, as far as it names any",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const { signatureHeaders } = samplesOf(adapter.webhook, "webhook");
        const { signatureHeader, reports } = samplesOf(subject.webhook, "webhook");
        const carried = reports.some(({ request }) => request.headers[signatureHeader] !== undefined);
        if (signatureHeaders === undefined || !carried) return;
        assert.ok(signatureHeaders.includes(signatureHeader), `webhook.signatureHeaders lacks "${signatureHeader}"`);
      }),
  },
  {
    id: "webhook.events",
    title: "reads each report into its events",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const webhook = samplesOf(adapter.webhook, "webhook");
        for (const { title, request, events } of samplesOf(subject.webhook, "webhook").reports) {
          assertEvents(webhook.parse(request), events, title);
        }
      }),
  },
  {
    id: "webhook.unknown",
    title: "leaves out what it does not know, and throws at nothing",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const webhook = samplesOf(adapter.webhook, "webhook");
        const { reports, unknown } = samplesOf(subject.webhook, "webhook");
        for (const request of unknown) {
          assert.deepEqual(webhook.parse(request), [], "something is read into a report of an unknown kind");
        }
        for (const { title, request } of reports) {
          const known = summaryOf(webhook.parse(request));
          for (const { how, request: extended } of extendedOf(request)) {
            assert.deepEqual(summaryOf(webhook.parse(extended)), known, `"${title}" ${how} is read differently`);
          }
          for (const { how, request: nonsense } of nonsenseOf(request)) {
            assert.equal(
              thrownBy(() => webhook.parse(nonsense)),
              undefined,
              `"${title}" ${how}: parse throws`,
            );
          }
        }
      }),
  },
  {
    id: "webhook.event-ids",
    title: "gives copies of one report the same event id, and different reports different ones",
    applies,
    run: (subject) =>
      onStage(subject, ({ adapter }) => {
        const webhook = samplesOf(adapter.webhook, "webhook");
        const idsIn = (request: InboundRequest) => webhook.parse(request).map(({ eventId }) => eventId);
        const { reports } = samplesOf(subject.webhook, "webhook");
        for (const { title, request, copies = [] } of reports) {
          for (const copy of [request, ...copies]) {
            assert.deepEqual(idsIn(copy), idsIn(request), `"${title}": a copy has other event ids`);
          }
        }
        const all = reports.flatMap(({ request }) => idsIn(request));
        assert.equal(new Set(all).size, all.length, "two different reports of the samples have the same event id");
      }),
  },
  {
    id: "webhook.correlation",
    title: "leads a report back to its own attempt, and to no other",
    applies: ({ webhook }) => webhook !== undefined && (webhook.reportOn !== undefined || holdsEvidence(webhook)),
    run: (subject) =>
      onStage(subject, async (stage) => {
        const [one, other] = [await reportedAttempt(subject, stage), await reportedAttempt(subject, stage)];
        assertLeadsTo(one.correlation, one);
        assertLeadsTo(other.correlation, other);
        assert.notDeepEqual(one.correlation, other.correlation, "reports on two attempts lead to the same one");
      }),
  },
] as const satisfies readonly AdapterCheck[];

function holdsEvidence({ reports }: WebhookSamples): boolean {
  return reports.some(({ events }) => events.some(({ type }) => type === "evidence"));
}

/** The same bytes as a part of others, as a pool of buffers hands them out. */
function windowOf(body: Uint8Array): Uint8Array {
  const larger = Buffer.concat([Buffer.from("...."), body, Buffer.from("....")]);
  return new Uint8Array(larger.buffer, larger.byteOffset + 4, body.length);
}

function assertEvents(actual: readonly InboundEvent[], expected: readonly ExpectedEvent[], title: string): void {
  const timed = (index: number, at: Date) => (expected[index]?.at === undefined ? {} : { at });
  const timeless = actual.map(({ at, ...event }, index) => ({ ...event, ...timed(index, at) }));
  assert.deepEqual(timeless, expected, `"${title}" is read wrong`);
  const dated = actual.every(({ at }) => at instanceof Date && !Number.isNaN(at.getTime()));
  assert.ok(dated, `"${title}": an event has no time`);
}

/** Events without what quotes the provider as it is, and without the time, which may be that of arrival. */
function summaryOf(events: readonly InboundEvent[]): readonly object[] {
  return events.map(({ at: _at, ...event }) => (event.type === "inbound" ? { ...event, payload: undefined } : event));
}

/** Sends once, has the provider report on it, and tells what the report is found by. */
async function reportedAttempt(subject: AdapterSubject, { adapter, provider }: Stage) {
  const samples = samplesOf(subject.webhook, "webhook");
  const [sample] = subject.sends;
  const [attemptId, callbackToken] = [randomUUID(), randomBytes(16).toString("hex")];
  const callbackUrl = `https://hooks.example.com/v1/inbound/account?attempt=${callbackToken}`;
  provider.play(sample.accepted);
  const { providerMessageIds } = await sendOf(adapter, { ...sample, callbackUrl }).run(ample, attemptId);
  const attempt = { attemptId, to: sample.to, callbackUrl, callbackToken, providerMessageIds };
  const request = samples.reportOn?.(attempt);
  assert.ok(request, "the samples hold evidence: give webhook.reportOn, which reports on a given attempt");
  assert.doesNotThrow(() => adapter.webhook?.verify(request), "verify refuses what webhook.reportOn made");
  const event = adapter.webhook?.parse(request).find(({ type }) => type === "evidence");
  assert.ok(event?.type === "evidence", "no evidence is read from what webhook.reportOn made");
  return { ...attempt, correlation: event.correlation };
}

function assertLeadsTo(
  correlation: Extract<InboundEvent, { type: "evidence" }>["correlation"],
  attempt: Awaited<ReturnType<typeof reportedAttempt>>,
): void {
  const { attemptId, callbackToken, providerMessageId } = correlation;
  assert.ok(attemptId ?? callbackToken ?? providerMessageId, "an event leads to no attempt");
  const known: readonly (readonly [string, string | undefined, readonly string[]])[] = [
    ["attemptId", attemptId, [attempt.attemptId]],
    ["callbackToken", callbackToken, [attempt.callbackToken]],
    ["providerMessageId", providerMessageId, attempt.providerMessageIds],
  ];
  for (const [name, value, own] of known) {
    assert.ok(value === undefined || own.includes(value), `correlation.${name} is not the attempt's`);
  }
}
