import { endpointNames } from "../endpoint-name.ts";
import { isObject } from "../json.ts";
import type { SimulatorOptions } from "../options.ts";
import {
  anything,
  InvalidInputError,
  listOf,
  matching,
  number,
  object,
  oneOf,
  recordOf,
  required,
  text,
  truth,
  whole,
  type Check,
} from "./check.ts";
import { groupTraits, lineGroupId } from "./line-event.ts";
import { personCheck } from "./person.ts";

const url = matching(/^https?:\/\/./, "an address that begins with http:// or https://");

const rateLimit = object({ requests: required(whole(1)), perMs: required(whole(1)) });
const rateLimits = recordOf(endpointNames, rateLimit);

const limits: Check = (value, field) => {
  if (value !== "off") rateLimits(value, field);
};

const group = object({ groupId: required(lineGroupId), ...groupTraits });

const assertionKey = object({
  kid: required(text),
  kty: required(oneOf(["RSA"])),
  n: required(text),
  e: required(text),
  alg: text,
  use: text,
});

/** Fakes themselves come from code; they are looked at when they are loaded. */
const fake: Check = (value, field) => {
  if (!isObject(value)) text(value, field);
};

const optionsCheck = object({
  port: whole(0, 65_535),
  seed: whole(0),
  people: listOf(personCheck),
  line: object({
    channelId: text,
    assertionKeys: listOf(assertionKey),
    channelAccessToken: text,
    channelSecret: text,
    webhookUrl: url,
    webhookRedelivery: object({ times: required(whole(1)), afterMs: required(number(0)) }),
    monthlyQuota: whole(0),
    limits,
    userLimit: rateLimit,
    groups: listOf(group),
    verified: truth,
    notificationContract: truth,
    templateKeys: listOf(text),
    deliveryDelayMs: number(0),
    narrowcastPhaseMs: number(0),
    audienceUploadMs: number(0),
    engagement: object({ impressionRate: number(0, 1), clickRate: number(0, 1) }),
  }),
  twilio: object({
    accountSid: matching(/^AC[0-9a-f]{32}$/, "AC and 32 lower-case hex digits"),
    authToken: text,
    inboundUrl: url,
    statusDelayMs: number(0),
  }),
  providers: listOf(object({ fake: required(fake), settings: recordOf("any", anything) })),
  latencyMs: object({ min: required(number(0)), max: required(number(0)) }),
  ledgerPath: text,
});

/** Throws {@link InvalidInputError}, which names the field, unless the options can be started with. */
export function assertOptions(value: unknown): asserts value is SimulatorOptions {
  optionsCheck(value, "");
  const { latencyMs }: SimulatorOptions = value as SimulatorOptions;
  if (latencyMs !== undefined && latencyMs.max < latencyMs.min) {
    throw new InvalidInputError("latencyMs.max", "must not be below latencyMs.min");
  }
}
