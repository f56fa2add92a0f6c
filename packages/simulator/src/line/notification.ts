import type { CallbackStep } from "../callbacks/callback-step.ts";
import type { NotificationState, Person } from "../people.ts";
import type { Outcome } from "../serve.ts";
import { findUnitErrors } from "./aggregation-units.ts";
import { type ErrorDetail, refusals, refuse, refuseBody } from "./errors.ts";
import type { LineCall, LineEndpoint } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";
import { findMessageErrors } from "./message-validation.ts";
import { findTemplateErrors } from "./notification-template.ts";
import { recordSent } from "./record-sent.ts";

/** POST /v2/bot/message/pnp/templated/push */
export const pnpTemplate: LineEndpoint = {
  name: "pnp-template",
  body: "json",
  handle: (line, call) => refuseTemplate(line, call) ?? send(line, call, "pnp-template", 202),
};

/** POST /bot/pnp/push */
export const pnpFlexible: LineEndpoint = {
  name: "pnp-flexible",
  body: "json",
  handle: (line, call) => refuseFlexible(call) ?? send(line, call, "pnp-flexible", 200),
};

const sha256Hex = /^[0-9a-f]{64}$/;
const defaultDeliveryDelayMs = 50;
const defaultConsentDelayMs = 60_000;
/** "LINE notification messages", Conditions for sending: consent counts for 24 hours, then the message is dropped. */
const consentWindowMs = 24 * 3_600_000;

/** LINE answers 422 for these and gives no reason. */
const refused: ReadonlySet<NotificationState> = new Set(["refused", "unknown"]);

function refuseFlexible({ body }: LineCall): Outcome | undefined {
  const errors = [
    ...findDigestErrors(body["to"]),
    ...findMessageErrors(body["messages"]),
    ...findUnitErrors(body["customAggregationUnits"]),
  ];
  return errors.length > 0 ? refuseBody(errors) : undefined;
}

function refuseTemplate(line: LineChannel, { body }: LineCall): Outcome | undefined {
  const { to, templateKey } = body;
  const digestErrors = findDigestErrors(to);
  if (digestErrors.length > 0) return refuseBody(digestErrors);
  if (typeof templateKey !== "string" || templateKey === "") {
    return refuseBody([{ message: "May not be empty", property: "templateKey" }]);
  }
  if (line.templateKeys !== undefined && !line.templateKeys.has(templateKey)) {
    return refuse(400, `Invalid templateKey: ${templateKey}`, [
      { message: "The specified template doesn't exist, or you don't have the permission", property: "templateKey" },
    ]);
  }
  const errors = findTemplateErrors(body);
  return errors.length > 0 ? refuseBody(errors) : undefined;
}

function findDigestErrors(to: unknown): readonly ErrorDetail[] {
  if (typeof to === "string" && sha256Hex.test(to)) return [];
  return [{ message: "The value must be a valid SHA-256 digest.", property: "to" }];
}

function send(
  line: LineChannel,
  call: LineCall,
  method: "pnp-template" | "pnp-flexible",
  status: number,
): Outcome {
  const { deliveryTag } = call;
  if (line.options.notificationContract === false) {
    return refusals.notAvailable;
  }
  if (deliveryTag !== undefined && (deliveryTag.length < 16 || deliveryTag.length > 100)) {
    return refuse(400, "The value for the 'X-Line-Delivery-Tag' header is invalid");
  }
  const phoneHash = String(call.body["to"]);
  const person = line.simulation.people.byPhoneHash(phoneHash);
  if (person === undefined || refused.has(person.notification ?? "unknown")) {
    return refuse(422, "Failed to send messages");
  }
  const callbacks = deliverySteps(line, person, deliveryTag ?? phoneHash);
  callbacks.forEach(({ dueAt }) => recordSent(line, method, 1, call.body, dueAt));
  return {
    answer: { status, body: "{}" },
    acceptance: {
      to: [phoneHash],
      ...(deliveryTag !== undefined && { deliveryTag }),
      providerMessageIds: [],
      callbacks,
    },
  };
}

/** The delivery webhook, for those whom the message reaches in the end; there is none for the others, ever. */
function deliverySteps(line: LineChannel, person: Person, data: string): readonly CallbackStep[] {
  const delayMs = deliveryDelayOf(line, person);
  if (delayMs === undefined) return [];
  const dueAt = line.simulation.clock.now() + delayMs;
  return [{ dueAt, build: () => line.webhook.callback([line.webhook.stamp({ type: "delivery", delivery: { data } })]) }];
}

function deliveryDelayOf(line: LineChannel, person: Person): number | undefined {
  const delayMs = line.options.deliveryDelayMs ?? defaultDeliveryDelayMs;
  if (person.notification === "consented") return delayMs;
  if (person.notification !== "consents-later") return undefined;
  const consentDelayMs = person.consentDelayMs ?? defaultConsentDelayMs;
  return consentDelayMs <= consentWindowMs ? consentDelayMs + delayMs : undefined;
}
