import type { Adapter, CallOptions, JsonObject, Webhook } from "@todoke/core";
import { deliveryTagFor } from "../delivery-tag.ts";
import { limitsOf, type EndpointName } from "../endpoints.ts";
import type { LineAnswer, LineApi } from "../line-api.ts";
import { countryOfPhone, hashPhoneNumber, parsePhoneAddress } from "../phone.ts";
import { createNotificationStatistics } from "../statistics/statistics-capability.ts";
import type { NotificationTerms } from "./notification-settings.ts";
import { renderNotification } from "./render-notification.ts";

const hourMs = 60 * 60 * 1000;

/** Channel `line-notification`: notices to the owner of a phone number, friend or not, under a contract with LINE. */
export function createNotificationAdapter(
  api: LineApi,
  webhook: Webhook | undefined,
  terms: NotificationTerms,
): Adapter {
  return {
    specificationVersion: 1,
    provider: "line",
    channel: "line-notification",
    address: { kind: "phone", parse: (address) => parsePhoneAddress(address, terms.numbersFrom), countryOf: countryOfPhone },
    forbiddenPurposes: { marketing: "LINE forbids advertising in notification messages" },

    render: (content) => renderNotification(content, terms),

    send: async ({ to, payload, endpoint, attemptId }, options) => {
      const notification = { to, payload, endpoint, deliveryTag: deliveryTagFor(attemptId) };
      const { requestId } = await postNotification(api, notification, options);
      return {
        evidence: "accepted",
        providerMessageIds: [],
        ...(requestId !== undefined && { requestId }),
        duplicate: false,
      };
    },

    // LINE may wait a day for a person's consent, and never says that it gave up.
    evidence: { best: "delivered", negative: false, horizonMs: 24 * hourMs, recallable: false },

    limits: limitsOf("pnp-template", "pnp-flexible", "unit-usage", "insight-unit"),
    cost: { unit: "person", units: () => 1 },
    statistics: createNotificationStatistics(api),
    ...(webhook && { webhook }),
  };
}

interface RenderedNotification {
  /** In E.164. */
  readonly to: string;
  readonly payload: JsonObject;
  readonly endpoint: string;
  readonly deliveryTag: string;
}

export function postNotification(
  api: LineApi,
  { to, payload, endpoint, deliveryTag }: RenderedNotification,
  options: CallOptions,
): Promise<LineAnswer> {
  const body = { ...payload, to: hashPhoneNumber(to) };
  return api(notificationEndpoint(endpoint), { body, deliveryTag }, options);
}

function notificationEndpoint(endpoint: string): EndpointName {
  return endpoint === "pnp-flexible" ? "pnp-flexible" : "pnp-template";
}
