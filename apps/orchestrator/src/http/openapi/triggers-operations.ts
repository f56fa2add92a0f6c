import { FiringListQueryDto, NewTriggerDto, TriggerChangesDto, TriggerListQueryDto } from "../dto/triggers-dto.ts";
import { bodyRefusals } from "./body-refusals.ts";
import type { Operation } from "./operations.ts";

const tag = "Triggers";

/** The endpoints of messages that start from what people do. */
export const triggersOperations: readonly Operation[] = [
  {
    id: "createTrigger",
    method: "post",
    path: "/v1/triggers",
    scope: "triggers:write",
    tag,
    summary: "Answer what people do",
    description:
      "From here on whoever does what `when` says is sent the message: by LINE's free reply while the event's token lives, else by push. " +
      "Each event fires a trigger once. A project has at most 200 triggers, and every one that fits fires.",
    body: NewTriggerDto,
    example: { name: "welcome", when: { type: "follow" }, message: { text: "Thank you for following us." } },
    answer: { status: 201, description: "The trigger.", content: { schema: "Trigger" }, headers: { location: "The trigger's path." } },
    refusals: bodyRefusals,
  },
  {
    id: "listTriggers",
    method: "get",
    path: "/v1/triggers",
    scope: "triggers:read",
    tag,
    summary: "List the triggers",
    query: TriggerListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "TriggerPage" } },
    refusals: ["malformed-request"],
  },
  {
    id: "getTrigger",
    method: "get",
    path: "/v1/triggers/{id}",
    scope: "triggers:read",
    tag,
    summary: "See a trigger",
    answer: { status: 200, description: "The trigger.", content: { schema: "Trigger" } },
    refusals: ["not-found"],
  },
  {
    id: "changeTrigger",
    method: "patch",
    path: "/v1/triggers/{id}",
    scope: "triggers:write",
    tag,
    summary: "Change, stop or resume a trigger",
    body: TriggerChangesDto,
    example: { enabled: false },
    answer: { status: 200, description: "The trigger.", content: { schema: "Trigger" } },
    refusals: [...bodyRefusals, "not-found"],
  },
  {
    id: "deleteTrigger",
    method: "delete",
    path: "/v1/triggers/{id}",
    scope: "triggers:write",
    tag,
    summary: "Delete a trigger",
    description: "With its firings. What it has sent stays.",
    answer: { status: 204, description: "It is gone." },
    refusals: ["not-found"],
  },
  {
    id: "listFirings",
    method: "get",
    path: "/v1/triggers/{id}/firings",
    scope: "triggers:read",
    tag,
    summary: "See what came of each event",
    description: "Of events of the last 30 days, the newest first.",
    query: FiringListQueryDto,
    answer: { status: 200, description: "One page.", content: { schema: "FiringPage" } },
    refusals: ["malformed-request", "not-found"],
  },
];
