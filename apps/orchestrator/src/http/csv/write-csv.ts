/** What a cell may hold; null is an empty one. */
export type Cell = string | number | null;

/**
 * A table as RFC 4180 has it. Texts that a spreadsheet would take for a formula get an apostrophe in front, which makes it show
 * them as they are.
 */
export function writeCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(writeCell).join(",")}\r\n`).join("");
}

const formula = /^[=+\-@\t\r]/;

function writeCell(cell: Cell): string {
  if (typeof cell !== "string") return String(cell ?? "");
  const harmless = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
