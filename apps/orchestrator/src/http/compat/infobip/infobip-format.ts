import type { ReportFormat } from "@todoke/engine";
import { keptIn } from "./kept.ts";
import { toReport } from "./to-report.ts";

/** The name under which messages ask for reports as Infobip posts them. */
export const infobipFormat = "infobip";

/** The body of one post. Of somebody who was erased it tells what is left. */
export const formatForInfobip: ReportFormat = (report) => {
  const kept = keptIn(report.variables) ?? { bulkId: "", messageId: report.deliveryId, to: "", sender: "" };
  return JSON.stringify({ results: [toReport(report, kept)] });
};
