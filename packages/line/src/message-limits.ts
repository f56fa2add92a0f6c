import type { ContentProblem, JsonObject, JsonValue } from "@todoke/core";
import { isLongerThan } from "./character-count.ts";
import { checkShape, problem, type Fields, type Rule, type Shape } from "./content-shape.ts";
import { isJsonArray, isJsonObject } from "./json-object.ts";
import { anything, escapeSegment, link, list, media, record, shown, text, variant } from "./shapes.ts";

/**
 * What is wrong with a push or multicast body apart from its address, found without a call. Limits as in "Messaging API
 * reference", "Message objects" and "Action objects", on developers.line.biz. What only LINE can know (file sizes,
 * sticker lists, membership) is left to LINE.
 */
export function checkPushPayload(payload: JsonObject, pointer: string): readonly ContentProblem[] {
  const unknown = Object.keys(payload)
    .filter((field) => !pushFields.includes(field))
    .map((field) =>
      problem(`${pointer}/${escapeSegment(field)}`, "unknown-field", `must be one of ${pushFields.join(", ")}`),
    );
  return [...unknown, ...checkShape(pushShape, payload, pointer)];
}

/** Actions as they stand in one place; the label differs by place: `label` required, or `label?`. */
function action(label: Fields): Shape {
  const labelled = record(label);
  return variant({
    postback: record({ ...label, data: text(300), "displayText?": shown(300), "fillInText?": shown(300) }),
    message: record({ ...label, text: shown(300) }),
    uri: record({ ...label, uri: link, "altUri?": record({ "desktop?": link }) }),
    datetimepicker: record({ ...label, data: text(300), mode: text(8, /^(?:date|time|datetime)$/) }),
    clipboard: record({ ...label, clipboardText: text(1000) }),
    camera: labelled,
    cameraRoll: labelled,
    location: labelled,
  });
}

const labelledAction = action({ label: shown(20) });

/** Text beside an image or under a title has less room. */
function shorterBesides(max: number, imageField: string): Rule {
  return (value, pointer) =>
    (value[imageField] !== undefined || value["title"] !== undefined) &&
    typeof value["text"] === "string" &&
    isLongerThan(value["text"], max, "grapheme")
      ? [problem(`${pointer}/text`, "too-long", `must have at most ${max} characters with an image or a title`)]
      : [];
}

const columnFields = { "thumbnailImageUrl?": media, "title?": shown(40), "defaultAction?": action({}) };

/** Every column of a carousel has as many actions as the first, and an image and a title where the first has them. */
const alike: Rule = (template, pointer) => {
  const columns = isJsonArray(template["columns"]) ? template["columns"].filter(isJsonObject) : [];
  const [first, ...others] = columns.map((column) => ({
    actions: isJsonArray(column["actions"]) ? column["actions"].length : 0,
    thumbnailImageUrl: column["thumbnailImageUrl"] !== undefined,
    title: column["title"] !== undefined,
  }));
  const fields = ["actions", "thumbnailImageUrl", "title"] as const;
  return others.flatMap((column, index) =>
    fields
      .filter((field) => first && column[field] !== first[field])
      .map((field) =>
        problem(`${pointer}/columns/${index + 1}/${field}`, "inconsistent", "must be as in the first column"),
      ),
  );
};

const template = variant({
  buttons: record(
    { ...columnFields, text: shown(160), actions: list(1, 4, labelledAction) },
    shorterBesides(60, "thumbnailImageUrl"),
  ),
  confirm: record({ text: shown(240), actions: list(2, 2, labelledAction) }),
  carousel: record(
    {
      columns: list(
        1,
        10,
        record(
          { ...columnFields, text: shown(120), actions: list(1, 3, labelledAction) },
          shorterBesides(60, "thumbnailImageUrl"),
        ),
      ),
    },
    alike,
  ),
  image_carousel: record({
    columns: list(1, 10, record({ imageUrl: media, action: action({ "label?": shown(12) }) })),
  }),
});

/** Flex content has a size in bytes of JSON: 30 KB for a bubble, 50 KB and 12 bubbles for a carousel. */
const flexSize: Rule = (value, pointer) => {
  const maxKilobytes = value["type"] === "carousel" ? 50 : 30;
  return Buffer.byteLength(JSON.stringify(value)) > maxKilobytes * 1024
    ? [problem(pointer, "too-long", `must be at most ${maxKilobytes} KB of JSON`)]
    : [];
};

const flex = variant({
  bubble: record({}, flexSize),
  carousel: record({ contents: list(1, 12, anything) }, flexSize),
});

const atMostEntries =
  (field: string, max: number): Rule =>
  (value, pointer) =>
    Object.keys(objectOrEmpty(value[field])).length > max
      ? [problem(`${pointer}/${field}`, "too-many", `at most ${max} are allowed`)]
      : [];

function objectOrEmpty(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

const messageFields: Readonly<Record<string, Shape>> = {
  text: record({ text: text(5000), "emojis?": list(0, 20, anything) }),
  textV2: record({ text: text(5000) }, atMostEntries("substitution", 100)),
  sticker: record({ packageId: text(100), stickerId: text(100) }),
  image: record({ originalContentUrl: media, previewImageUrl: media }),
  video: record({
    originalContentUrl: media,
    previewImageUrl: media,
    "trackingId?": text(100, /^[a-zA-Z0-9\-.=,+*()%$&;:@{}!?<>[\]]+$/),
  }),
  audio: record({ originalContentUrl: media, duration: { kind: "number", min: 1, max: Number.MAX_SAFE_INTEGER } }),
  location: record({
    title: text(100),
    address: text(100),
    latitude: { kind: "number", min: -90, max: 90 },
    longitude: { kind: "number", min: -180, max: 180 },
  }),
  coupon: record({ couponId: text(1000), "deliveryTag?": text(30, /^[A-Za-z0-9_]+$/) }),
  imagemap: record({ baseUrl: media, altText: text(1500), baseSize: anything, actions: list(0, 50, anything) }),
  template: record({ altText: text(1500), template }),
  flex: record({ altText: text(1500), contents: flex }),
};

/** What every message may carry besides its own fields. */
const commonFields = record({
  "quickReply?": record({ "items?": list(0, 13, record({ action: labelledAction, "imageUrl?": media })) }),
  "sender?": record({ "name?": text(20), "iconUrl?": media }),
});

const message: Shape = record({}, (value, pointer) => [
  ...checkShape(variant(messageFields), value, pointer),
  ...checkShape(commonFields, value, pointer),
]);

const pushFields = ["messages", "notificationDisabled", "customAggregationUnits"];

const pushShape = record({
  messages: list(1, 5, message),
  "notificationDisabled?": { kind: "flag" },
  "customAggregationUnits?": list(0, 1, text(30, /^[a-zA-Z0-9_]+$/)),
});
