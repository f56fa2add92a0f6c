import type { ReportView } from "../reports/report-view.ts";

/**
 * Words a report for an address that a message names, as the body of one post. The report has addresses and variables: what of them is
 * told is up to the format.
 */
export type ReportFormat = (report: ReportView) => string;

/** By the names that messages call them by. */
export type ReportFormats = ReadonlyMap<string, ReportFormat>;
