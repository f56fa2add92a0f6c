import type { Outcome } from "../../serve.ts";
import { answerJson, refuse } from "../errors.ts";
import type { LineCall, LineEndpoint } from "../line-call.ts";
import type { LineChannel } from "../line-channel.ts";
import type { Audience } from "./audience.ts";
import { findNameProblem } from "./audience-name.ts";
import { describeAudience, describeJobs } from "./describe-audience.ts";
import { refuseAudience } from "./refuse-audience.ts";

/** GET /v2/bot/audienceGroup/{audienceGroupId} */
export const getAudience: LineEndpoint = {
  name: "audience-get",
  handle: (line, call) =>
    withAudience(line, call, (audience) => {
      const now = line.simulation.clock.now();
      return answerJson(200, {
        audienceGroup: describeAudience(audience, now),
        jobs: describeJobs(audience, now),
        adaccount: null,
      });
    }),
};

/** PUT /v2/bot/audienceGroup/{audienceGroupId}/updateDescription */
export const renameAudience: LineEndpoint = {
  name: "audience-rename",
  body: "json",
  handle: (line, call) =>
    withAudience(line, call, (audience) => {
      const { description } = call.body;
      const problem = findNameProblem(description);
      if (problem !== undefined) return refuseAudience(problem);
      audience.description = String(description);
      return answerJson(200, {});
    }),
};

/** DELETE /v2/bot/audienceGroup/{audienceGroupId} */
export const deleteAudience: LineEndpoint = {
  name: "audience-delete",
  handle: (line, call) =>
    withAudience(line, call, (audience) => {
      line.audiences.remove(audience);
      return answerJson(202, {});
    }),
};

/** GET /v2/bot/audienceGroup/list */
export const listAudiences: LineEndpoint = { name: "audience-list", handle: list };

/** "Messaging API reference", Get data for multiple audiences. */
const pageSize = { usual: 20, most: 40 };

function withAudience(line: LineChannel, { params }: LineCall, answer: (audience: Audience) => Outcome): Outcome {
  const audience = line.audiences.find(params["audienceGroupId"]);
  return audience === undefined ? refuseAudience("AUDIENCE_GROUP_NOT_FOUND") : answer(audience);
}

function list(line: LineChannel, { query }: LineCall): Outcome {
  const page = Number(query["page"]);
  const size = Number(query["size"] ?? pageSize.usual);
  if (!Number.isInteger(page) || page < 1) return refuse(400, "The value for the 'page' parameter is invalid");
  if (!Number.isInteger(size) || size < 1 || size > pageSize.most) {
    return refuse(400, "The value for the 'size' parameter is invalid");
  }
  const now = line.simulation.clock.now();
  const found = line.audiences.all().map((audience) => describeAudience(audience, now)).filter(matching(query));
  return answerJson(200, {
    audienceGroups: found.slice((page - 1) * size, page * size),
    hasNextPage: found.length > page * size,
    totalCount: found.length,
    readWriteAudienceGroupTotalCount: found.length,
    page,
    size,
  });
}

/** An audience is listed when it matches any of the filters that are given. */
function matching(query: LineCall["query"]): (audience: Readonly<Record<string, unknown>>) => boolean {
  const { description, status, createRoute } = query;
  if (description === undefined && status === undefined && createRoute === undefined) return () => true;
  const part = description?.toLowerCase();
  return (audience) =>
    (part !== undefined && String(audience["description"]).toLowerCase().includes(part)) ||
    audience["status"] === status ||
    audience["createRoute"] === createRoute;
}
