import { bodyRefusals } from "../../openapi/body-refusals.ts";
import type { Operation } from "../../openapi/operations.ts";
import { SinchSendMessageDto } from "./send-message-dto.ts";

/** The endpoint of Sinch's Conversation API. */
export const sinchOperations: readonly Operation[] = [
  {
    id: "sendAsSinch",
    method: "post",
    path: "/compat/sinch/v1/projects/{project_id}/messages:send",
    scope: "messages:write",
    tag: "As other services",
    summary: "Send a message in Sinch's words",
    description: "What Sinch's `messages:send` takes, for LINE and SMS. `project_id` is the project of the key. What differs is told in docs/compat.md.",
    body: SinchSendMessageDto,
    example: {
      app_id: "shop",
      recipient: { identified_by: { channel_identities: [{ channel: "LINE", identity: "819012345678" }, { channel: "SMS", identity: "819012345678" }] } },
      message: {
        text_message: { text: "Your order has been shipped." },
        channel_specific_message: { LINE: { message_type: "NOTIFICATION_MESSAGE_TEMPLATE", message: { template_key: "shipment_completed_ja" } } },
      },
      channel_priority_order: ["LINE", "SMS"],
    },
    answer: { status: 200, description: "Accepted and stored.", content: { schema: "SinchAnswer" } },
    refusals: [...bodyRefusals, "not-found"],
  },
];
