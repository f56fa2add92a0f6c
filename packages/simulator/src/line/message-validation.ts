import { isObject, type JsonRecord } from "../json.ts";
import type { ErrorDetail } from "./errors.ts";

/** Says what is wrong with one property of a message; undefined when nothing is. */
type Rule = (value: unknown) => string | undefined;

const notEmpty: Rule = (value) =>
  value === undefined || value === null || value === "" ? "May not be empty" : undefined;

const textUpTo =
  (limit: number): Rule =>
  (value) =>
    notEmpty(value) ??
    (typeof value === "string" && value.length <= limit
      ? undefined
      : `Length must be between 0 and ${limit}`);

const httpsUrl: Rule = (value) => {
  const isUrl = typeof value === "string" && value.startsWith("https://") && value.length <= 2_000;
  return notEmpty(value) ?? (isUrl ? undefined : "Must be a valid HTTPS URL");
};

const numeric: Rule = (value) => (typeof value === "number" ? undefined : "May not be empty");

/**
 * What each message type cannot do without, and its limits ("Messaging API reference", Message objects). Lengths are
 * in UTF-16 units.
 */
const rulesByType: ReadonlyMap<unknown, Readonly<Record<string, Rule>>> = new Map<unknown, Record<string, Rule>>([
  ["text", { text: textUpTo(5_000) }],
  ["textV2", { text: textUpTo(5_000) }],
  ["sticker", { packageId: notEmpty, stickerId: notEmpty }],
  ["image", { originalContentUrl: httpsUrl, previewImageUrl: httpsUrl }],
  ["video", { originalContentUrl: httpsUrl, previewImageUrl: httpsUrl }],
  ["audio", { originalContentUrl: httpsUrl, duration: numeric }],
  ["location", { title: textUpTo(100), address: textUpTo(100), latitude: numeric, longitude: numeric }],
  ["imagemap", { baseUrl: httpsUrl, altText: textUpTo(1_500), baseSize: notEmpty, actions: notEmpty }],
  ["template", { altText: textUpTo(1_500), template: notEmpty }],
  ["flex", { altText: textUpTo(1_500), contents: notEmpty }],
  ["coupon", { couponId: notEmpty }],
]);

/** What LINE finds wrong with `messages`: empty when it would take them. */
export function findMessageErrors(messages: unknown): readonly ErrorDetail[] {
  if (!Array.isArray(messages) || messages.length < 1 || messages.length > 5) {
    return [{ message: "Size must be between 1 and 5", property: "messages" }];
  }
  const errors: ErrorDetail[] = [];
  messages.forEach((message: unknown, index) => collectErrors(message, `messages[${index}]`, errors));
  return errors;
}

function collectErrors(message: unknown, property: string, errors: ErrorDetail[]): void {
  const type = isObject(message) ? message["type"] : undefined;
  if (!isObject(message) || notEmpty(type) !== undefined) {
    errors.push({ message: "May not be empty", property: `${property}.type` });
    return;
  }
  const rules = rulesByType.get(type);
  if (rules === undefined) {
    const known = [...rulesByType.keys()].join(", ");
    errors.push({ message: `Must be one of the following values: [${known}]`, property: `${property}.type` });
    return;
  }
  applyRules(message, rules, property, errors);
}

function applyRules(
  message: JsonRecord,
  rules: Readonly<Record<string, Rule>>,
  property: string,
  errors: ErrorDetail[],
): void {
  for (const name in rules) {
    const problem = rules[name]?.(message[name]);
    if (problem !== undefined) errors.push({ message: problem, property: `${property}.${name}` });
  }
}
