import type { Outcome } from "../../serve.ts";
import { answerJson } from "../errors.ts";
import { clickersOf, viewersOf } from "../insight/engagement.ts";
import type { LineCall, LineEndpoint } from "../line-call.ts";
import type { LineChannel } from "../line-channel.ts";
import type { Audience } from "./audience.ts";
import { findNameProblem } from "./audience-name.ts";
import { describeCreated } from "./describe-audience.ts";
import { refuseAudience } from "./refuse-audience.ts";
import { mostAudiences } from "./upload-audience.ts";

/** POST /v2/bot/audienceGroup/click */
export const createClickAudience: LineEndpoint = {
  name: "audience-click",
  body: "json",
  handle: (line, call) => create(line, call, "CLICK"),
};

/** POST /v2/bot/audienceGroup/imp */
export const createImpressionAudience: LineEndpoint = {
  name: "audience-imp",
  body: "json",
  handle: (line, call) => create(line, call, "IMP"),
};

/** "Messaging API reference", Create message click audience: how old the message may be. */
const oldestMessageMs = 60 * 24 * 3_600_000;

/** An audience of those who saw a broadcast or narrowcast, or clicked in it. */
function create(line: LineChannel, { body }: LineCall, type: "CLICK" | "IMP"): Outcome {
  const { description, requestId, clickUrl } = body;
  const nameProblem = findNameProblem(description);
  if (nameProblem !== undefined) return refuseAudience(nameProblem);
  const send = line.audienceSends.find(requestId);
  if (send === undefined) return refuseAudience("REQUEST_NOT_FOUND");
  if (line.simulation.clock.now() >= send.acceptedAt + oldestMessageMs) return refuseAudience("TOO_OLD_MESSAGES");
  const fields = {
    type,
    description: String(description),
    isIfaAudience: false,
    requestId: send.requestId,
    ...(type === "CLICK" && typeof clickUrl === "string" && { clickUrl }),
  };
  const audiences = line.audiences.all();
  if (audiences.some((audience) => isSame(audience, fields))) return refuseAudience("AUDIENCE_GROUP_REQUESTID_DUPLICATE");
  if (audiences.length >= mostAudiences) return refuseAudience("AUDIENCE_GROUP_COUNT_MAX_OVER");
  const audience = line.audiences.create(fields);
  const ids = type === "CLICK" ? clickersOf(line, send) : viewersOf(line, send);
  line.audiences.addJob(audience, { description: "", ids, hasFailed: false });
  return answerJson(202, describeCreated(audience));
}

function isSame(audience: Audience, fields: Pick<Audience, "type" | "requestId" | "clickUrl">): boolean {
  const { type, requestId, clickUrl } = fields;
  return audience.type === type && audience.requestId === requestId && audience.clickUrl === clickUrl;
}
