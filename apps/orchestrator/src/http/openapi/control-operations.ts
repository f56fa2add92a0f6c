import type { Operation } from "./operations.ts";
import { bodyRefusals } from "./body-refusals.ts";
import { RescheduleDto } from "../dto/reschedule-dto.ts";

/** The endpoints that change what becomes of an accepted message. */
export const controlOperations: readonly Operation[] = [
  {
    id: "cancelMessage",
    method: "post",
    path: "/v1/messages/{id}/cancel",
    scope: "messages:write",
    tag: "Messages",
    summary: "Cancel what has not gone out",
    description:
      "When this answers, nothing goes out any more but calls that had begun, which `tooLate` counts. Can be repeated.",
    answer: { status: 200, description: "The message as it stands now.", content: { schema: "CancelledMessage" } },
    refusals: ["not-found", "already-over"],
  },
  {
    id: "pauseMessage",
    method: "post",
    path: "/v1/messages/{id}/pause",
    scope: "messages:write",
    tag: "Messages",
    summary: "Stop sending for a while",
    description: "When this answers, no new call is begun; calls under way end. Deadlines keep running. Can be repeated.",
    answer: { status: 200, description: "The message as it stands now.", content: { schema: "Message" } },
    refusals: ["not-found", "already-over"],
  },
  {
    id: "resumeMessage",
    method: "post",
    path: "/v1/messages/{id}/resume",
    scope: "messages:write",
    tag: "Messages",
    summary: "Go on after a pause",
    description: "Sends on at once, or waits for `sendAt` where that is still to come. Can be repeated.",
    answer: { status: 200, description: "The message as it stands now.", content: { schema: "Message" } },
    refusals: ["not-found", "already-over"],
  },
  {
    id: "rescheduleMessage",
    method: "post",
    path: "/v1/messages/{id}/reschedule",
    scope: "messages:write",
    tag: "Messages",
    summary: "Send it at another time",
    description: "For a message that has not begun, or is paused; a paused one stays paused until it is resumed.",
    body: RescheduleDto,
    example: { sendAt: "2026-12-01T09:00:00+09:00" },
    answer: { status: 200, description: "The message as it stands now.", content: { schema: "Message" } },
    refusals: [...bodyRefusals, "not-found", "already-over", "under-way"],
  },
  {
    id: "cancelDelivery",
    method: "post",
    path: "/v1/deliveries/{id}/cancel",
    scope: "messages:write",
    tag: "Deliveries",
    summary: "Cancel for one recipient",
    description: "Nothing more goes out for this delivery, unless the answer says `tooLate`. Can be repeated.",
    answer: { status: 200, description: "The delivery as it stands now.", content: { schema: "CancelledDelivery" } },
    refusals: ["not-found", "already-over"],
  },
];
