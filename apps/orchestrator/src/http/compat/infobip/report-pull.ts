import type { ReportFeed, ReportView } from "@todoke/engine";
import { type Kept, keptIn } from "./kept.ts";

/** Who reads the feed for this door. */
export const subscription = "infobip-line-reports";

/** The reader of the feed, which reports are kept for from its first day on. */
export async function subscribe(feed: ReportFeed): Promise<void> {
  await feed.subscribe({ name: subscription, finalOnly: true, includePersonalData: true });
}

/** A report of a message that came through this door. */
export interface KeptReport {
  readonly report: ReportView;
  readonly kept: Kept;
}

export interface PullRequest {
  readonly limit: number;
  readonly matches: (report: KeptReport) => boolean;
  /** Ids of those that were given out before although others in front of them were not. */
  readonly givenOut: ReadonlySet<string>;
  /** Reports from before then are of no interest any more. */
  readonly notBefore: Date;
}

export interface Pulled {
  readonly reports: readonly KeptReport[];
  /** Up to here everything has been given out or is nobody's at this door. Absent: nothing can be acknowledged. */
  readonly cursor?: string;
  /** So many of the reports are in front of the cursor. */
  readonly covered: number;
  /** Those of `givenOut` that are in front of the cursor. */
  readonly coveredBefore: readonly string[];
}

const pageSize = 1_000;
/** Reports of other messages in between are gone through in so many pages at a time. */
const mostPages = 100;

/** What there is to give out. Acknowledges nothing. Undefined where nobody subscribed. */
export async function pullReports(feed: ReportFeed, { limit, matches, givenOut, notBefore }: PullRequest): Promise<Pulled | undefined> {
  const reports: KeptReport[] = [];
  const passed: string[] = [];
  let pulled: Pulled = { reports, covered: 0, coveredBefore: [] };
  let read: string | undefined;
  let isGapless = true;
  for (let pages = 0; pages < mostPages && reports.length < limit; pages += 1) {
    const page = await feed.read({ subscription, limit: pageSize, ...(read !== undefined && { cursor: read }) });
    if (page === undefined) return undefined;
    let seen = 0;
    for (const report of page.items) {
      if (reports.length === limit) break;
      seen += 1;
      const kept = keptIn(report.variables);
      if (givenOut.has(report.id)) passed.push(report.id);
      else if (kept === undefined || report.at < notBefore) continue;
      else if (matches({ report, kept })) reports.push({ report, kept });
      else isGapless = false;
    }
    const cursor = !isGapless ? undefined : seen === page.items.length ? page.cursor : await cursorBehind(feed, read, page.items[seen - 1]!, seen);
    if (cursor !== undefined) pulled = { reports, cursor, covered: reports.length, coveredBefore: [...passed] };
    if (page.items.length < pageSize) break;
    read = page.cursor;
  }
  return pulled;
}

/** Pages alone tell their cursor: one that ends with this report. Undefined where the feed has changed before it. */
async function cursorBehind(feed: ReportFeed, read: string | undefined, { id }: ReportView, count: number): Promise<string | undefined> {
  const page = await feed.read({ subscription, limit: count, ...(read !== undefined && { cursor: read }) });
  return page?.items.at(-1)?.id === id ? page.cursor : undefined;
}
