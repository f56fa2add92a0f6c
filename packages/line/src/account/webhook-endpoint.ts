import { callOptions, type LineCallOptions } from "../call-options.ts";
import { readNumber, readText } from "../json-object.ts";
import type { LineApi } from "../line-api.ts";
import { undefinedOn } from "../undefined-on.ts";

/** The one address to which LINE posts an account's events. */
export interface LineWebhookEndpoint {
  /** Undefined where none is set. `active` is the switch in LINE's console, which no call can turn. */
  get(options?: LineCallOptions): Promise<{ readonly url: string; readonly active: boolean } | undefined>;
  /** HTTPS, at most 500 characters. LINE takes up to a minute to use it. */
  set(url: string, options?: LineCallOptions): Promise<void>;
  /** Lets LINE post a signed request without events, to `url` or else to the address that is set; 60 times an hour. */
  test(url?: string, options?: LineCallOptions): Promise<WebhookTestResult>;
}

export interface WebhookTestResult {
  readonly success: boolean;
  /** What the address answered; null when it did not. */
  readonly status: number | null;
  /** LINE's word: `OK`, `COULD_NOT_CONNECT`, `REQUEST_TIMEOUT`, `ERROR_STATUS_CODE`, `UNCLASSIFIED`. */
  readonly reason: string;
  readonly detail: string;
}

export function createWebhookEndpoint(api: LineApi): LineWebhookEndpoint {
  return {
    get: async (options) => {
      const answer = await undefinedOn("not-found", api("webhook-endpoint", {}, callOptions(options)));
      return answer && { url: readText(answer.body["endpoint"]) ?? "", active: answer.body["active"] === true };
    },
    set: async (url, options) => {
      await api("webhook-endpoint-set", { body: { endpoint: url } }, callOptions(options));
    },
    test: async (url, options) => {
      const { body } = await api(
        "webhook-test",
        { body: url === undefined ? {} : { endpoint: url } },
        callOptions(options),
      );
      const status = readNumber(body["statusCode"]) ?? 0;
      return {
        success: body["success"] === true,
        status: status > 0 ? status : null,
        reason: readText(body["reason"]) ?? "",
        detail: readText(body["detail"]) ?? "",
      };
    },
  };
}
