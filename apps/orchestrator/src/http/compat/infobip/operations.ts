import type { Operation } from "../../openapi/operations.ts";
import { bodyRefusals } from "../../openapi/body-refusals.ts";
import { InfobipReportQueryDto } from "./line-reports-dto.ts";
import { InfobipLineRequestDto } from "./line-request-dto.ts";

const tag = "As other services";

/** The endpoints of Infobip's LINE API. */
export const infobipOperations: readonly Operation[] = [
  {
    id: "sendAsInfobip",
    method: "post",
    path: "/compat/infobip/line/1/messages",
    scope: "messages:write",
    tag,
    summary: "Send messages in Infobip's words",
    description: "What Infobip's `POST /line/1/messages` takes. Each destination is answered by itself; what differs is told in docs/compat.md.",
    body: InfobipLineRequestDto,
    example: {
      messages: [{
        sender: "line",
        destinations: [{ to: "66855538125", messageId: "order-42" }],
        content: { type: "LINE_NOTIFICATION", altText: "It is on its way.", contents: { type: "BUBBLE", body: { type: "BOX", layout: "VERTICAL", contents: [{ type: "TEXT", text: "It is on its way." }] } } },
        options: { smsFailover: { text: "It is on its way." } },
      }],
    },
    answer: { status: 200, description: "What became of each destination.", content: { schema: "InfobipAnswer" } },
    refusals: bodyRefusals,
  },
  {
    id: "fetchReportsAsInfobip",
    method: "get",
    path: "/compat/infobip/line/1/reports",
    scope: "reports:write",
    tag,
    summary: "Fetch reports in Infobip's words",
    description: "What Infobip's `GET /line/1/reports` answers: each report of a message of this door once, and again where the answer did not go out whole.",
    query: InfobipReportQueryDto,
    answer: { status: 200, description: "Those that were not fetched before, the oldest first.", content: { schema: "InfobipReports" } },
    refusals: ["malformed-request"],
  },
];
