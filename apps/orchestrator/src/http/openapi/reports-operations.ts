import { AcknowledgementDto, ReportFeedQueryDto, NewReportSubscriptionDto } from "../dto/reports-dto.ts";
import { bodyRefusals } from "./body-refusals.ts";
import type { Operation } from "./operations.ts";

const tag = "Reports";

/** The endpoints that tell callers what became of their deliveries. */
export const reportsOperations: readonly Operation[] = [
  {
    id: "subscribeToReports",
    method: "post",
    path: "/v1/report-subscriptions",
    scope: "reports:write",
    tag,
    summary: "Begin to read reports",
    description: "Reports are written from here on. Asking again with the same name changes what it gets, and leaves where it stands.",
    body: NewReportSubscriptionDto,
    example: { name: "crm" },
    answer: { status: 200, description: "The subscription.", content: { schema: "ReportSubscription" } },
    refusals: bodyRefusals,
  },
  {
    id: "listReportSubscriptions",
    method: "get",
    path: "/v1/report-subscriptions",
    scope: "reports:read",
    tag,
    summary: "List who reads reports",
    answer: { status: 200, description: "All of them.", content: { schema: "ReportSubscriptionList" } },
    refusals: [],
  },
  {
    id: "unsubscribeFromReports",
    method: "delete",
    path: "/v1/report-subscriptions/{name}",
    scope: "reports:write",
    tag,
    summary: "No longer read reports",
    answer: { status: 204, description: "It is gone." },
    refusals: ["not-found"],
  },
  {
    id: "readReports",
    method: "get",
    path: "/v1/reports",
    scope: "reports:read",
    tag,
    summary: "Read reports",
    description:
      "In the order in which they were committed, after what the subscription has acknowledged. What is not acknowledged " +
      "comes again: whoever puts reports into safety first, and acknowledges then, loses none.",
    query: ReportFeedQueryDto,
    answer: { status: 200, description: "What there is, up to `limit`.", content: { schema: "ReportPage" } },
    refusals: ["malformed-request", "not-found"],
  },
  {
    id: "acknowledgeReports",
    method: "post",
    path: "/v1/reports/acknowledge",
    scope: "reports:write",
    tag,
    summary: "Acknowledge reports",
    description: "All of the subscription up to this cursor. It never goes back.",
    body: AcknowledgementDto,
    example: { subscription: "crm", cursor: "17" },
    answer: { status: 200, description: "The subscription.", content: { schema: "ReportSubscription" } },
    refusals: [...bodyRefusals, "not-found"],
  },
];
