import type { ReportView } from "@todoke/engine";
import { describe, expect, it } from "vitest";
import { formatForInfobip } from "./infobip-format.ts";
import { toReport } from "./to-report.ts";

const id = "01a1fe1196d97c2dad6036d5a206f7f9";
const report: ReportView = {
  id: `rpt_${id}_0_2`, number: 2, type: "outcome", final: true, at: new Date("2026-12-01T09:00:04.312Z"), messageId: `msg_${id}`, deliveryId: `dlv_${id}_0`, step: 0,
};
const kept = { bulkId: "b", messageId: "m", to: "66855538125", sender: "s" };

describe("a report in Infobip's words", () => {
  it.each([
    ["read", true, "DELIVERED_TO_HANDSET", "NO_ERROR"],
    ["delivered", true, "DELIVERED_TO_HANDSET", "NO_ERROR"],
    ["accepted", true, "DELIVERED_TO_OPERATOR", "NO_ERROR"],
    ["sent", true, "DELIVERED_TO_OPERATOR", "NO_ERROR"],
    ["sent", false, "EXPIRED_DLR_UNKNOWN", "EC_SOME_REASON"],
    ["unknown", false, "EXPIRED_DLR_UNKNOWN", "EC_SOME_REASON"],
    ["expired", false, "EXPIRED_EXPIRED", "EC_SOME_REASON"],
    ["failed", false, "UNDELIVERABLE_NOT_DELIVERED", "EC_SOME_REASON"],
    ["cancelled", false, "UNDELIVERABLE_NOT_SENT", "EC_SOME_REASON"],
    ["skipped", false, "UNDELIVERABLE_NOT_SENT", "EC_SOME_REASON"],
  ] as const)("of %s with success %s is %s", (outcome, succeeded, name, error) => {
    expect(toReport({ ...report, outcome, succeeded, reason: { code: "some-reason", detail: "why" } }, kept)).toMatchObject({ status: { name }, error: { name: error } });
  });

  it("says that somebody was left alone, and that something is still under way", () => {
    expect(toReport({ ...report, outcome: "skipped", succeeded: false, reason: { code: "suppressed", detail: "" } }, kept)).toMatchObject({ status: { id: 10 } });
    expect(toReport({ ...report, final: false, evidence: "sent" }, kept)).toMatchObject({ status: { name: "PENDING_ENROUTE" }, error: { id: 0 } });
  });

  it("tells when the call was made, and when it ended, in its own form", () => {
    const attemptId = "01a1fe11-9f02-7d41-8b1f-64c1f7b1a2e3";
    expect(toReport({ ...report, attemptId }, kept)).toMatchObject({ sentAt: new Date(0x01a1fe119f02).toISOString().replace("Z", "+0000"), doneAt: "2026-12-01T09:00:04.312+0000" });
  });

  it("is posted even of somebody who was erased", () => {
    expect(JSON.parse(formatForInfobip({ ...report, variables: {} }))).toMatchObject({ results: [{ messageId: report.deliveryId, to: "" }] });
    expect(JSON.parse(formatForInfobip({ ...report, variables: { infobip: kept } }))).toMatchObject({ results: [{ messageId: "m", to: "66855538125" }] });
  });
});
