const local = /^(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/;
const compact = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;

/**
 * A time as carriers write it: ISO 8601, `YYYY-MM-DD hh:mm:ss`, `YYYYMMDDhhmmss`, or Unix time in seconds or
 * milliseconds. One that names no zone needs `utcOffset` (`+07:00`). Undefined when it cannot be read.
 */
export function readTime(text: string | undefined, utcOffset?: string): Date | undefined {
  if (text === undefined) return undefined;
  if (/^\d{9,10}$/.test(text)) return new Date(Number(text) * 1_000);
  if (/^\d{12,13}$/.test(text)) return new Date(Number(text));
  const [, year, month, day, time] = local.exec(text) ?? spread(compact.exec(text)) ?? [];
  if (year === undefined) return /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) ? valid(new Date(text)) : undefined;
  return utcOffset === undefined ? undefined : valid(new Date(`${year}-${month}-${day}T${time}${utcOffset}`));
}

function spread(match: RegExpExecArray | null): readonly (string | undefined)[] | undefined {
  if (match === null) return undefined;
  const [whole, year, month, day, hour, minute, second] = match;
  return [whole, year, month, day, `${hour}:${minute}:${second}`];
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}
