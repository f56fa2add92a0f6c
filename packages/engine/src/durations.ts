import { Temporal } from "temporal-polyfill";

/**
 * Milliseconds of an ISO 8601 duration, or undefined when it is none, is negative, or counts in years or months, whose
 * length nobody can tell. Days are 24 hours.
 */
export function parseDurationMs(text: string): number | undefined {
  try {
    const duration = Temporal.Duration.from(text);
    if (duration.years !== 0 || duration.months !== 0 || duration.sign < 0) return undefined;
    const days = duration.weeks * 7 + duration.days;
    return days * 86_400_000 + duration.with({ weeks: 0, days: 0 }).total({ unit: "milliseconds" });
  } catch {
    return undefined;
  }
}

const formatted = new Map<number, string>();
const mostFormatted = 1_000;

/** The shortest ISO 8601 form in days, hours, minutes and seconds: `PT2M`, `P1D`, `PT1H30M`. */
export function formatDuration(milliseconds: number): string {
  let text = formatted.get(milliseconds);
  if (text === undefined) {
    text = format(milliseconds);
    // Plans hold the same few again and again; the library takes a tenth of a request's time to write them.
    if (formatted.size < mostFormatted) formatted.set(milliseconds, text);
  }
  return text;
}

function format(milliseconds: number): string {
  return Temporal.Duration.from({ milliseconds: Math.round(milliseconds) })
    .round({ largestUnit: milliseconds % 86_400_000 === 0 ? "days" : "hours" })
    .toString();
}
