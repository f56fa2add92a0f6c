import type { CallOptions } from "@todoke/core";
import { readText } from "../json-object.ts";
import type { LineApi } from "../line-api.ts";

/** The official account behind the token; asking for it is the cheapest proof that the token works. */
export interface LineBotInfo {
  /** The `destination` of its webhooks. */
  readonly userId: string;
  /** With an at sign, as people search for it. */
  readonly basicId: string;
  /** Null where the account bought none. */
  readonly premiumId: string | null;
  readonly displayName: string;
  readonly pictureUrl: string | null;
  /** `chat`: people at the account answer in its chat screen. Null where LINE says something new. */
  readonly chatMode: "chat" | "bot" | null;
  readonly markAsReadMode: "auto" | "manual" | null;
}

export async function fetchBotInfo(api: LineApi, options: CallOptions): Promise<LineBotInfo> {
  const { body } = await api("bot-info", {}, options);
  const { chatMode, markAsReadMode } = body;
  return {
    userId: readText(body["userId"]) ?? "",
    basicId: readText(body["basicId"]) ?? "",
    premiumId: readText(body["premiumId"]) ?? null,
    displayName: readText(body["displayName"]) ?? "",
    pictureUrl: readText(body["pictureUrl"]) ?? null,
    chatMode: chatMode === "chat" || chatMode === "bot" ? chatMode : null,
    markAsReadMode: markAsReadMode === "auto" || markAsReadMode === "manual" ? markAsReadMode : null,
  };
}
