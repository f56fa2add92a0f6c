import { HTTPFetchError, messagingApi } from "@line/bot-sdk";
import twilio from "twilio";
import RequestClient from "twilio/lib/base/RequestClient.js";
import type { ChildSettings } from "./child-settings.ts";

/** Somebody to send to, with the text. */
export interface Parcel {
  readonly lineUserId: string;
  readonly phone: string;
  readonly text: string;
}

/** LINE's and Twilio's own clients, used as their documents show. */
export interface OfficialClients {
  /** Pushes, and tells whether LINE took it; throws unless the answer is 200 or 400. */
  push(parcel: Parcel): Promise<boolean>;
  /** Creates an SMS. Its receipts go to `receiptUrl`, where one is given. */
  sendSms(parcel: Parcel, receiptUrl?: string): Promise<void>;
}

export function createOfficialClients({ simulatorUrl, credentials }: ChildSettings): OfficialClients {
  const { channelAccessToken, accountSid, authToken, senderPhone } = credentials;
  const line = new messagingApi.MessagingApiClient({ channelAccessToken, baseURL: simulatorUrl });
  const sms = twilio(accountSid, authToken, { httpClient: new RedirectedClient(simulatorUrl) });
  return {
    async push({ lineUserId, text }) {
      try {
        await line.pushMessage({ to: lineUserId, messages: [{ type: "text", text }] });
        return true;
      } catch (error) {
        if (error instanceof HTTPFetchError && error.status === 400) return false;
        throw error;
      }
    },
    async sendSms({ phone, text }, receiptUrl) {
      await sms.messages.create({ to: phone, from: senderPhone, body: text, ...(receiptUrl !== undefined && { statusCallback: receiptUrl }) });
    },
  };
}

/** Twilio's client knows no base address: this one puts the simulator's in place of theirs. */
class RedirectedClient extends RequestClient {
  readonly #url: string;

  constructor(url: string) {
    super();
    this.#url = url;
  }

  override request<TData>(options: RequestClient.RequestOptions<TData>) {
    return super.request<TData>({ ...options, uri: options.uri.replace("https://api.twilio.com", this.#url) });
  }
}
