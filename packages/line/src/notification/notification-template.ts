import type { ContentProblem, JsonObject, NotificationContent, NotificationItem } from "@todoke/core";
import { checkShape, problem, type Shape } from "../content-shape.ts";

/**
 * "Send LINE notification messages (template)" in "Messaging API reference", developers.line.biz. Lengths are in UTF-16
 * units, as everywhere where LINE does not say otherwise.
 */
export const notificationTemplateLimits = {
  maxEmphasizedLength: 15,
  maxItems: 15,
  maxItemLength: 300,
  maxButtons: 2,
  maxAddressLength: 1000,
};

/** The body of the templated call without its address. Which keys exist only LINE knows: each country has its own. */
export function toTemplatePayload({ templateKey, emphasizedItem, items, buttons }: NotificationContent): JsonObject {
  const body: JsonObject = {
    ...(emphasizedItem && { emphasizedItem: toItem(emphasizedItem) }),
    ...(items && { items: items.map(toItem) }),
    ...(buttons && { buttons: buttons.map(({ buttonKey, url }) => ({ buttonKey, url })) }),
  };
  return Object.keys(body).length > 0 ? { templateKey, body } : { templateKey };
}

/** Problems point into the content, whose fields are named as in the body. */
export function checkTemplatePayload(payload: JsonObject, content: NotificationContent, maxEmphasizedLength: number) {
  const shape = templateShape(maxEmphasizedLength);
  const problems = checkShape(shape, payload, "").map((found) => ({
    ...found,
    pointer: found.pointer.replace(/^\/body/, ""),
  }));
  return [...problems, ...findRepeatedKeys(content)];
}

function toItem({ itemKey, content }: NotificationItem): JsonObject {
  return { itemKey, content };
}

function templateShape(maxEmphasizedLength: number): Shape {
  const { maxItems, maxItemLength, maxButtons, maxAddressLength } = notificationTemplateLimits;
  const text = (max: number): Shape => ({ kind: "text", max, unit: "utf-16" });
  const key = text(100);
  const item = (max: number): Shape => ({ kind: "record", fields: { itemKey: key, content: text(max) } });
  const url: Shape = { kind: "address", max: maxAddressLength, schemes: ["https", "http", "line", "tel"] };
  const button: Shape = { kind: "record", fields: { buttonKey: key, url } };
  const body: Shape = {
    kind: "record",
    fields: {
      "emphasizedItem?": item(maxEmphasizedLength),
      "items?": { kind: "list", min: 0, max: maxItems, each: item(maxItemLength) },
      "buttons?": { kind: "list", min: 0, max: maxButtons, each: button },
    },
  };
  return { kind: "record", fields: { templateKey: key, "body?": body } };
}

/** No item key may stand twice, the emphasised item included. */
function findRepeatedKeys({ emphasizedItem, items = [] }: NotificationContent): readonly ContentProblem[] {
  const seen = new Set(emphasizedItem ? [emphasizedItem.itemKey] : []);
  return items.flatMap(({ itemKey }, index) => {
    if (seen.has(itemKey)) return [problem(`/items/${index}/itemKey`, "repeated", "must not stand twice")];
    seen.add(itemKey);
    return [];
  });
}
