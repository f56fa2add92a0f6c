import type { ReportView } from "../reports/report-view.ts";

/** A report as it is posted. `data` is what the feed has as an item. */
export function reportBody(report: ReportView): string {
  return JSON.stringify({ type: "delivery.report", timestamp: report.at, data: report });
}

/** What tries an endpoint: it tells of no delivery. */
export function testBody(endpointId: string, at: Date): string {
  return JSON.stringify({ type: "webhook.test", timestamp: at, data: { endpointId } });
}
