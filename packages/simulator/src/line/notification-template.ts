import { isObject, type JsonRecord } from "../json.ts";
import { findUnitErrors } from "./aggregation-units.ts";
import type { ErrorDetail } from "./errors.ts";

/** "LINE notification messages (template)", Send request: lengths in UTF-16 units. */
const limits = { items: 15, itemContent: 300, emphasizedContent: 15, buttons: 2, buttonUrl: 1_000 };

/** What LINE finds wrong with a templated notification besides its `to` and `templateKey`. */
export function findTemplateErrors(request: JsonRecord): readonly ErrorDetail[] {
  const errors: ErrorDetail[] = [];
  const { body, customAggregationUnits } = request;
  if (body !== undefined && !isObject(body)) errors.push({ message: "Must be an object", property: "body" });
  if (isObject(body)) {
    const itemKeys = new Set<string>();
    checkList(body["items"], "body.items", limits.items, errors).forEach((item, index) =>
      checkItem(item, `body.items[${index}]`, limits.itemContent, itemKeys, errors),
    );
    if (body["emphasizedItem"] !== undefined) {
      checkItem(body["emphasizedItem"], "body.emphasizedItem", limits.emphasizedContent, itemKeys, errors);
    }
    checkList(body["buttons"], "body.buttons", limits.buttons, errors).forEach((button, index) =>
      checkButton(button, `body.buttons[${index}]`, errors),
    );
  }
  return [...errors, ...findUnitErrors(customAggregationUnits)];
}

function checkList(value: unknown, property: string, limit: number, errors: ErrorDetail[]): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.length <= limit) return value;
  errors.push({ message: `Size must be between 0 and ${limit}`, property });
  return [];
}

function checkItem(
  item: unknown,
  property: string,
  contentLimit: number,
  itemKeys: Set<string>,
  errors: ErrorDetail[],
): void {
  const { itemKey, content }: JsonRecord = isObject(item) ? item : {};
  checkText(itemKey, `${property}.itemKey`, Infinity, errors);
  checkText(content, `${property}.content`, contentLimit, errors);
  if (typeof itemKey !== "string") return;
  if (itemKeys.has(itemKey)) {
    errors.push({
      message: `Duplicate itemKey in items or between emphasizedItem and items are not allowed: ${itemKey}`,
      property: `${property}.itemKey`,
    });
  }
  itemKeys.add(itemKey);
}

function checkButton(button: unknown, property: string, errors: ErrorDetail[]): void {
  const { buttonKey, url }: JsonRecord = isObject(button) ? button : {};
  checkText(buttonKey, `${property}.buttonKey`, Infinity, errors);
  checkText(url, `${property}.url`, limits.buttonUrl, errors);
}

function checkText(value: unknown, property: string, limit: number, errors: ErrorDetail[]): void {
  if (typeof value !== "string" || value === "") errors.push({ message: "May not be empty", property });
  else if (value.length > limit) errors.push({ message: `Length must be between 0 and ${limit}`, property });
}
