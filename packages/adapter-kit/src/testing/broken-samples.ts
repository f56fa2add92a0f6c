import type { AdapterSubject } from "../subject.ts";
import { breakEvents } from "./break-adapter.ts";
import { pigeonSubject } from "./pigeon-subject.ts";
import { plainSubject, type CallingCapability } from "./plain-subject.ts";

/** Claims a capability that nobody can check. */
export function withoutQuotaSamples(): AdapterSubject {
  const { quota: _, ...subject } = plainSubject("quota");
  return subject;
}

/** Gives failures without a class. */
export function withoutErrorClasses(): AdapterSubject {
  return breakEventsAndSamples((event) => {
    const copy = { ...event };
    Reflect.deleteProperty(copy, "errorClass");
    return copy;
  });
}

/** Hands payloads on as the provider posted them. */
export function withShownTokens(): AdapterSubject {
  return breakEventsAndSamples(
    (event) =>
      "payload" in event && "replyToken" in event
        ? { ...event, payload: { ...Object(event.payload), token: event.replyToken } }
        : event,
    "reply",
  );
}

/** By an author who copied the samples from what the adapter made. */
function breakEventsAndSamples(
  change: <Event extends { readonly type: string }>(event: Event) => Event,
  ...kept: readonly CallingCapability[]
): AdapterSubject {
  const broken = breakEvents(() => (event) => [change(event)], ...kept);
  const [first, ...others] = pigeonSubject.webhook.reports.map((report) => ({
    ...report,
    events: report.events.map(change),
  }));
  return first === undefined
    ? broken
    : { ...broken, webhook: { ...pigeonSubject.webhook, reports: [first, ...others] } };
}
