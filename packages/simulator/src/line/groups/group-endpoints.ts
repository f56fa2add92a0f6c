import type { LineGroup } from "../../options.ts";
import type { Outcome } from "../../serve.ts";
import { isLineGroupId, isLineUserId } from "../addresses.ts";
import { answerJson, refusals, refuse } from "../errors.ts";
import type { LineCall, LineEndpoint } from "../line-call.ts";
import type { LineChannel } from "../line-channel.ts";
import { pageOf } from "../pages.ts";

/** GET /v2/bot/group/{groupId}/summary */
export const groupSummary: LineEndpoint = {
  name: "group-summary",
  handle: (line, call) =>
    withGroup(line, call, ({ groupId, name }) => answerJson(200, { groupId, groupName: name ?? "Some group" })),
};

/** GET /v2/bot/{group,room}/{id}/members/count */
export const memberCount: LineEndpoint = {
  name: "member-count",
  handle: (line, call) => withGroup(line, call, ({ members }) => answerJson(200, { count: members })),
};

/** GET /v2/bot/{group,room}/{id}/members/ids: for verified accounts only. */
export const memberIds: LineEndpoint = {
  name: "member-ids",
  handle(line, call) {
    if (line.options.verified === false) return refusals.notAvailable;
    return withGroup(line, call, (group) => listMembers(line, call, group));
  },
};

/** GET /v2/bot/{group,room}/{id}/member/{userId}: of everybody in it, friend or not. */
export const memberProfile: LineEndpoint = {
  name: "member-profile",
  handle: (line, call) => withGroup(line, call, (group) => describeMember(line, call, group)),
};

/** POST /v2/bot/{group,room}/{id}/leave */
export const leaveGroup: LineEndpoint = {
  name: "group-leave",
  handle(line, { params }) {
    const { property, id } = idOf(params);
    if (!isLineGroupId(id, property)) return refuseId(property);
    return line.groups.leave(id) ? answerJson(200, {}) : refusals.notFound;
  },
};

/** "Messaging API reference", Get group chat member user IDs. */
const membersPerPage = 100;

function listMembers(line: LineChannel, { query }: LineCall, group: LineGroup): Outcome {
  const page = pageOf(line.simulation.clock, group.memberIds ?? [], membersPerPage, query["start"]);
  if (page === undefined) return refuse(400, "The value for the 'start' parameter is invalid");
  return answerJson(200, { memberIds: page.items, next: page.next });
}

function describeMember(line: LineChannel, { params }: LineCall, group: LineGroup): Outcome {
  const userId = params["userId"];
  if (!isLineUserId(userId)) return refuseId("userId");
  if (group.memberIds?.includes(userId) !== true) return refusals.notFound;
  const person = line.simulation.people.byLineUserId(userId);
  return answerJson(200, { userId, displayName: person?.displayName ?? "Somebody" });
}

function withGroup(line: LineChannel, { params }: LineCall, answer: (group: LineGroup) => Outcome): Outcome {
  const { property, id } = idOf(params);
  if (!isLineGroupId(id, property)) return refuseId(property);
  const group = line.groups.find(id);
  return group === undefined ? refusals.notFound : answer(group);
}

function idOf({ groupId, roomId }: LineCall["params"]): { property: "groupId" | "roomId"; id: string | undefined } {
  return roomId === undefined ? { property: "groupId", id: groupId } : { property: "roomId", id: roomId };
}

function refuseId(property: string): Outcome {
  return refuse(400, `The value for the '${property}' parameter is invalid`);
}
