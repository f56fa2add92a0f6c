/** A time that no calendar of ours holds is one that the provider got wrong: it happened when it came in. */
export function withReadableTime<Event extends { readonly at: Date }>(event: Event, now: Date): Event {
  const year = event.at.getUTCFullYear();
  return year >= 1970 && year <= 9999 ? event : { ...event, at: now };
}
