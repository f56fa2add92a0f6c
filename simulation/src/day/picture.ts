import type { LedgerRecord, Rows } from "@todoke/invariants";

/** The day in numbers. */
export interface Picture {
  readonly begins: Date;
  /** By hour, from the first: people who were sent something, by endpoint. */
  readonly hours: readonly Readonly<Record<string, number>>[];
  /** How deliveries ended, most frequent first. */
  readonly outcomes: readonly { readonly outcome: string; readonly succeeded: boolean; readonly channel: string; readonly count: number }[];
  readonly duplicateContacts: number;
  readonly possibleDuplicates: number;
}

const hourMs = 3_600_000;

export async function takePicture(rows: Rows, ledger: readonly LedgerRecord[], begins: Date): Promise<Picture> {
  const hours: Record<string, number>[] = [];
  for (const { at, endpoint, to, accepted } of ledger) {
    if (accepted === false) continue;
    const index = Math.floor((Date.parse(at) - begins.getTime()) / hourMs);
    while (hours.length <= index) hours.push({});
    const hour = hours[index]!;
    hour[endpoint] = (hour[endpoint] ?? 0) + to.length;
  }
  const outcomes = await rows.query<Picture["outcomes"][number]>(`
    select outcome, succeeded, channel, sum(count)::int as count from message_outcome group by 1, 2, 3 having sum(count) > 0 order by 4 desc, 1, 2, 3`);
  const [marks] = await rows.query<Pick<Picture, "duplicateContacts" | "possibleDuplicates">>(`
    select coalesce(sum(duplicate_contacts), 0)::int as "duplicateContacts", coalesce(sum(possible_duplicates), 0)::int as "possibleDuplicates" from message`);
  return { begins, hours, outcomes, ...marks! };
}

const widest = 50;

/** For a terminal. */
export function drawPicture({ begins, hours, outcomes, duplicateContacts, possibleDuplicates }: Picture): string {
  const endpoints = [...new Set(hours.flatMap((hour) => Object.keys(hour)))].toSorted();
  const signs = new Map(endpoints.map((endpoint, index) => [endpoint, "█▓▒░▚▞"[index % 6]!]));
  const most = Math.max(1, ...hours.map((hour) => sum(Object.values(hour))));
  const bars = hours.map((hour, index) => {
    const clock = new Date(begins.getTime() + index * hourMs).toISOString().slice(5, 16).replace("T", " ");
    const bar = endpoints.map((endpoint) => signs.get(endpoint)!.repeat(Math.ceil((widest * (hour[endpoint] ?? 0)) / most))).join("");
    return `${clock}  ${String(sum(Object.values(hour))).padStart(6)}  ${bar}`;
  });
  return [
    `people who were sent something, by hour (${endpoints.map((endpoint) => `${signs.get(endpoint)} ${endpoint}`).join(", ")})`,
    ...bars,
    "",
    "how deliveries ended",
    ...outcomes.map(({ outcome, succeeded, channel, count }) =>
      `${String(count).padStart(8)}  ${succeeded ? "success" : "none   "}  ${outcome}${channel === "" ? "" : ` by ${channel}`}`),
    `${String(duplicateContacts).padStart(8)}  were reached twice, ${possibleDuplicates} may have been and were marked before`,
  ].join("\n");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
