import type { JsonValue } from "@todoke/core";
import { problem, type Fields, type Rule, type Shape } from "../content-shape.ts";
import { choice, link, record, shown, text, variant } from "../shapes.ts";

const postbackFields: Fields = {
  data: text(300),
  "displayText?": shown(300),
  "text?": shown(300),
  "inputOption?": choice("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice"),
  "fillInText?": shown(300),
};

const displayTextOrText: Rule = (action, pointer) =>
  action["displayText"] !== undefined && action["text"] !== undefined
    ? [problem(`${pointer}/text`, "contradiction", "must not stand beside displayText")]
    : [];

/** How the times of each mode are written; LINE takes 1900 to 2100, without a zone. */
const timeFormats: ReadonlyMap<unknown, RegExp> = new Map([
  ["date", /^(?:19\d\d|20\d\d|2100)-\d\d-\d\d$/],
  ["time", /^(?:[01]\d|2[0-3]):[0-5]\d$/],
  ["datetime", /^(?:19\d\d|20\d\d|2100)-\d\d-\d\d[Tt](?:[01]\d|2[0-3]):[0-5]\d$/],
]);

const pickerTimes: Rule = (action, pointer) => {
  const { mode, min, max } = action;
  const format = timeFormats.get(mode);
  if (format === undefined) return [];
  const isTime = (value: JsonValue | undefined): value is string => typeof value === "string" && format.test(value);
  const problems = ["initial", "max", "min"]
    .filter((field) => action[field] !== undefined && !isTime(action[field]))
    .map((field) => problem(`${pointer}/${field}`, "wrong-format", "must be as mode says, from 1900 to 2100"));
  // Times of one format sort as their text does.
  if (isTime(min) && isTime(max) && min.toUpperCase() >= max.toUpperCase()) {
    return [...problems, problem(`${pointer}/max`, "out-of-order", "must be after min")];
  }
  return problems;
};

/**
 * Actions as they stand in one place ("Action objects" in "Messaging API reference", developers.line.biz). `label` is
 * the field that holds the label there, with its limit: `label` where it is required, `label?` where not, none where it
 * is not shown. Some kinds stand in quick replies only.
 */
export function actionShape(label: Fields, place: "message" | "quick-reply" = "message"): Shape {
  const camera = place === "quick-reply" ? record(label) : forbidden("stands in quick replies only");
  return variant({
    postback: record({ ...label, ...postbackFields }, displayTextOrText),
    message: record({ ...label, text: shown(300) }),
    uri: record({ ...label, uri: link, "altUri?": record({ "desktop?": link }) }),
    datetimepicker: record({ ...label, data: text(300), mode: choice("date", "time", "datetime") }, pickerTimes),
    clipboard: record({ ...label, clipboardText: text(1000) }),
    camera,
    cameraRoll: camera,
    location: camera,
    richmenuswitch: forbidden("stands in rich menus only"),
  });
}

/** In templates. */
export const labelledAction = actionShape({ label: shown(20) });

/** A type that LINE has, and does not take here. */
export function forbidden(detail: string): Shape {
  return record({}, (_value, pointer) => [problem(`${pointer}/type`, "forbidden-type", detail)]);
}
