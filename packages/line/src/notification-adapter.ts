import type {
  Adapter,
  CallOptions,
  Content,
  ContentProblem,
  JsonObject,
  NativeContent,
  RenderResult,
  Webhook,
} from "@todoke/core";
import { problem } from "./content-shape.ts";
import { limitsOf, type EndpointName } from "./endpoints.ts";
import { isJsonArray, isJsonObject } from "./json-object.ts";
import type { LineAnswer, LineApi } from "./line-api.ts";
import { checkPushPayload } from "./messages/check-payload.ts";
import { checkTemplatePayload, toTemplatePayload } from "./notification-template.ts";
import { hashPhoneNumber, parsePhoneAddress } from "./phone.ts";
import { refuseOtherChannel, refuseType, renderUnless } from "./render-result.ts";
import { deliveryTagFor } from "./delivery-tag.ts";

const hourMs = 60 * 60 * 1000;

/** Channel `line-notification`: notices to the owner of a phone number, friend or not, under a contract with LINE. */
export function createNotificationAdapter(
  api: LineApi,
  webhook: Webhook | undefined,
  maxEmphasizedLength: number,
): Adapter {
  return {
    specificationVersion: 1,
    provider: "line",
    channel: "line-notification",
    address: { kind: "phone", parse: parsePhoneAddress },
    forbiddenPurposes: { marketing: "LINE forbids advertising in notification messages" },

    render: (content) => renderNotification(content, maxEmphasizedLength),

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

    limits: limitsOf("pnp-template", "pnp-flexible"),
    cost: { unit: "person", units: () => 1 },
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

function renderNotification(content: Content, maxEmphasizedLength: number): RenderResult {
  if (content.type === "native") return renderFlexible(content);
  if (content.type !== "notification") {
    return refuseType("must be notification, or native messages of the form that LINE reviewed");
  }
  const payload = toTemplatePayload(content);
  const problems = checkTemplatePayload(payload, content, maxEmphasizedLength);
  return renderUnless(problems, { payload, endpoint: "pnp-template" });
}

function renderFlexible({ channel, payload }: NativeContent): RenderResult {
  if (channel !== "line-notification") return refuseOtherChannel("line-notification");
  const problems = [...checkPushPayload(payload, "/payload"), ...findForbiddenTypes(payload)];
  return renderUnless(problems, { payload, endpoint: "pnp-flexible" });
}

/** "LINE notification messages (flexible)", developers.line.biz. */
const forbiddenTypes: readonly unknown[] = ["image", "video", "audio"];

function findForbiddenTypes({ messages }: JsonObject): readonly ContentProblem[] {
  if (!isJsonArray(messages)) return [];
  return messages.flatMap((message, index) =>
    isJsonObject(message) && forbiddenTypes.includes(message["type"])
      ? [problem(`/payload/messages/${index}/type`, "forbidden-type", "must not be image, video or audio")]
      : [],
  );
}
