import { manageAudience, messagingApi } from "@line/bot-sdk";
import twilio from "twilio";
import RequestClient from "twilio/lib/base/RequestClient.js";
import type { Simulator } from "../simulator.ts";

export const accountSid = `AC${"0".repeat(32)}`;

/** LINE's own client, pointed at the simulator. */
export function lineClient(simulator: Simulator, channelAccessToken = "line-token") {
  return new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: simulator.url });
}

/** LINE's own clients for audiences: by JSON, and by file. */
export function audienceClients(simulator: Simulator) {
  const config = { channelAccessToken: "line-token", baseURL: simulator.url };
  return {
    audiences: new manageAudience.ManageAudienceClient(config),
    files: new manageAudience.ManageAudienceBlobClient(config),
  };
}

/** Twilio's own client, pointed at the simulator. */
export function twilioClient(simulator: Simulator, authToken = "twilio-token") {
  return twilio(accountSid, authToken, { httpClient: new RedirectedClient(simulator.url) });
}

/** Twilio's client knows no base address: this one puts ours in place of theirs. */
class RedirectedClient extends RequestClient {
  readonly #url: string;

  constructor(url: string) {
    super({ timeout: 5_000 });
    this.#url = url;
  }

  override request<TData>(options: RequestClient.RequestOptions<TData>) {
    return super.request<TData>({ ...options, uri: options.uri.replace("https://api.twilio.com", this.#url) });
  }
}
