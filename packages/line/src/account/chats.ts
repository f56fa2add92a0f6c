import type { JsonObject } from "@todoke/core";
import { callOptions, type LineCallOptions } from "../call-options.ts";
import type { EndpointName } from "../endpoints.ts";
import { readNumber, readText } from "../json-object.ts";
import type { LineApi } from "../line-api.ts";
import { readProfile, type LineProfile } from "../reachability.ts";
import { undefinedOn } from "../undefined-on.ts";

export interface LineGroupSummary {
  readonly groupId: string;
  readonly name: string;
  readonly pictureUrl: string | null;
}

/** Groups (`C…`) and rooms (`R…`) that the account is in, and small signs to one person. */
export interface LineChats {
  /** Undefined where the account is not in the group. Rooms have no name. */
  summary(groupId: string, options?: LineCallOptions): Promise<LineGroupSummary | undefined>;
  /** People without the account: what a push there costs. Undefined where the account is not in it. */
  memberCount(chatId: string, options?: LineCallOptions): Promise<number | undefined>;
  /** Also of people who are no friends, or blocked the account. Undefined for who is not in it. */
  memberProfile(chatId: string, userId: string, options?: LineCallOptions): Promise<LineProfile | undefined>;
  leave(chatId: string, options?: LineCallOptions): Promise<void>;
  /** Shows that an answer is being written, for 5 to 60 seconds in steps of 5; 20 by default. */
  showLoading(userId: string, seconds?: number, options?: LineCallOptions): Promise<void>;
  /** By the `markAsReadToken` of a message's event: that message and those before it. */
  markAsRead(markAsReadToken: string, options?: LineCallOptions): Promise<void>;
}

export function createChats(api: LineApi): LineChats {
  return {
    summary: async (groupId, options) => {
      const call = api("group-summary", { subPath: `/${encodeURIComponent(groupId)}/summary` }, callOptions(options));
      const answer = await undefinedOn("not-found", call);
      return answer && readSummary(groupId, answer.body);
    },
    memberCount: async (chatId, options) => {
      const endpoint = endpointFor(chatId, "group-member-count", "room-member-count");
      const call = api(endpoint, { subPath: `/${encodeURIComponent(chatId)}/members/count` }, callOptions(options));
      const answer = await undefinedOn("not-found", call);
      return readNumber(answer?.body["count"]);
    },
    memberProfile: async (chatId, userId, options) => {
      const subPath = `/${encodeURIComponent(chatId)}/member/${encodeURIComponent(userId)}`;
      const call = api(endpointFor(chatId, "group-member", "room-member"), { subPath }, callOptions(options));
      const answer = await undefinedOn("not-found", call);
      return answer && readProfile(userId, answer.body);
    },
    leave: async (chatId, options) => {
      const subPath = `/${encodeURIComponent(chatId)}/leave`;
      await api(endpointFor(chatId, "group-leave", "room-leave"), { subPath }, callOptions(options));
    },
    showLoading: async (userId, seconds, options) => {
      const body = { chatId: userId, ...(seconds !== undefined && { loadingSeconds: seconds }) };
      await api("loading", { body }, callOptions(options));
    },
    markAsRead: async (markAsReadToken, options) => {
      await api("mark-as-read", { body: { markAsReadToken } }, callOptions(options));
    },
  };
}

function readSummary(groupId: string, body: JsonObject): LineGroupSummary {
  return { groupId, name: readText(body["groupName"]) ?? "", pictureUrl: readText(body["pictureUrl"]) ?? null };
}

function endpointFor(chatId: string, group: EndpointName, room: EndpointName): EndpointName {
  return chatId.startsWith("R") ? room : group;
}
