import type { CallOptions, JsonObject, ReachabilityCapability } from "@todoke/core";
import { readText } from "./json-object.ts";
import type { LineApi } from "./line-api.ts";
import { undefinedOn } from "./undefined-on.ts";

/** What LINE tells about a person who is a friend, or who wrote and did not block. */
export interface LineProfile {
  readonly userId: string;
  readonly displayName: string;
  readonly pictureUrl?: string;
  readonly statusMessage?: string;
  /** BCP 47 language tag; only for people who agreed to share it. */
  readonly language?: string;
}

/** Undefined where LINE shows no profile: not a friend, blocked, or no such person. It does not say which. */
export async function fetchProfile(
  api: LineApi,
  userId: string,
  options: CallOptions,
): Promise<LineProfile | undefined> {
  const call = api("profile", { subPath: `/${encodeURIComponent(userId)}` }, options);
  const answer = await undefinedOn("profile-404", call);
  return answer && readProfile(userId, answer.body);
}

export function readProfile(userId: string, body: JsonObject): LineProfile {
  return {
    userId,
    displayName: readText(body["displayName"]) ?? "",
    ...optional("pictureUrl", readText(body["pictureUrl"])),
    ...optional("statusMessage", readText(body["statusMessage"])),
    ...optional("language", readText(body["language"])),
  };
}

/**
 * Friends have a profile, and people who blocked the account have none. One case is reported too well: somebody who wrote
 * more than seven days ago and never became a friend has a profile, but gets no push. LINE has profiles for users only.
 */
export function createReachability(api: LineApi): ReachabilityCapability {
  return {
    endpoint: "profile",
    canCheck: (address) => address.startsWith("U"),
    check: async (address, options) => {
      const profile = await fetchProfile(api, address, options);
      return profile
        ? { reachability: "reachable", providerCode: "profile-200" }
        : { reachability: "unreachable", providerCode: "profile-404" };
    },
  };
}

function optional<Name extends string>(name: Name, value: string | undefined) {
  return value === undefined ? {} : { [name]: value };
}
