import type { LedgerComparison } from "./ledger.ts";
import type { Summary } from "./summary.ts";

type Row = readonly [label: string, value: number | string];

/** The finished table, as it is printed. */
export function renderTable(summary: Summary, comparisons: readonly LedgerComparison[]): string {
  const reached: readonly Row[] = [
    ["Reached by LINE (accepted, after the profile was found)", summary.reachedByLine],
    ["Reached by LINE notification (delivered)", summary.reachedByNotification],
    ["Reached by SMS (delivered)", summary.reachedBySms],
  ];
  const unreached: readonly Row[] = [
    ["Not reached", summary.notReached],
    ...summary.reasons.map(({ reason, count }): Row => [`  ${reason}`, `(${count})`]),
  ];
  const sum: readonly Row[] = [["Sum", summary.sum]];
  const duplicates: readonly Row[] = [
    ["Duplicate contacts (notification arrived after the SMS)", summary.duplicateContacts],
    ["Possible duplicates (a call repeated without knowing)", summary.possibleDuplicates],
  ];
  const accepted = comparisons.map(({ channel, service, provider }): Row => [
    `Accepted on ${channel}: service ${service}, provider's ledger`,
    provider,
  ]);
  return renderSections([reached, unreached, sum, duplicates, accepted]);
}

function renderSections(sections: readonly (readonly Row[])[]): string {
  const rows = sections.flat();
  const labelWidth = Math.max(...rows.map(([label]) => label.length));
  const valueWidth = Math.max(...rows.map(([, value]) => String(value).length));
  const rule = "-".repeat(labelWidth + 2 + valueWidth);
  return sections
    .map((section) =>
      section.map(([label, value]) => `${label.padEnd(labelWidth)}  ${String(value).padStart(valueWidth)}`).join("\n"),
    )
    .join(`\n${rule}\n`);
}
