/** First day of the UTC month of a moment, as `YYYY-MM-01`: months are named so, and sort by their names. */
export function monthAt(moment: Date): string {
  return `${moment.getUTCFullYear()}-${(moment.getUTCMonth() + 1).toString().padStart(2, "0")}-01`;
}

/** So many months after one; negative for before. */
export function monthAfter(month: string, count = 1): string {
  const moment = new Date(`${month}T00:00:00Z`);
  moment.setUTCMonth(moment.getUTCMonth() + count);
  return monthAt(moment);
}
