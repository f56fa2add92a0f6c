import { isLongerThan } from "../character-count.ts";
import { problem, type Rule, type Shape } from "../content-shape.ts";
import { readObjects } from "../json-object.ts";
import { choice, list, media, record, shown, text, variant } from "../shapes.ts";
import { actionShape, labelledAction } from "./action-shapes.ts";

/** "Template messages" in "Messaging API reference", developers.line.biz. */
const imageFields = {
  "imageAspectRatio?": choice("rectangle", "square"),
  "imageSize?": choice("cover", "contain"),
};

const cardFields = {
  "thumbnailImageUrl?": media,
  "imageBackgroundColor?": text(7, /^#[0-9A-Fa-f]{6}$/),
  "title?": shown(40),
  "defaultAction?": actionShape({}),
};

/** Text beside an image or under a title has less room. */
const shorterBesides: Rule = ({ text: words, title, thumbnailImageUrl }, pointer) =>
  (thumbnailImageUrl !== undefined || title !== undefined) &&
  typeof words === "string" &&
  isLongerThan(words, 60, "grapheme")
    ? [problem(`${pointer}/text`, "too-long", "must have at most 60 characters with an image or a title")]
    : [];

/** Every column of a carousel has as many actions as the first, and an image and a title where the first has them. */
const alike: Rule = ({ columns }, pointer) => {
  const [first, ...others] = readObjects(columns).map((column) => ({
    actions: Array.isArray(column["actions"]) ? column["actions"].length : 0,
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

const column = record({ ...cardFields, text: shown(120), actions: list(1, 3, labelledAction) }, shorterBesides);

export const template: Shape = variant({
  buttons: record(
    { ...imageFields, ...cardFields, text: shown(160), actions: list(1, 4, labelledAction) },
    shorterBesides,
  ),
  confirm: record({ text: shown(240), actions: list(2, 2, labelledAction) }),
  carousel: record({ ...imageFields, columns: list(1, 10, column) }, alike),
  image_carousel: record({
    columns: list(1, 10, record({ imageUrl: media, action: actionShape({ "label?": shown(12) }) })),
  }),
});
