import type { JsonValue } from "@todoke/core";
import { checkShape, problem, type Rule, type Shape } from "../content-shape.ts";
import { isJsonArray, isJsonObject } from "../json-object.ts";
import { allOf, list, media, record, shown, text, variant, whole } from "../shapes.ts";
import { actionShape } from "./action-shapes.ts";
import { flexContainer } from "./flex-shapes.ts";
import { imagemap } from "./imagemap-shape.ts";
import { template } from "./template-shapes.ts";
import { emojiPlaces, substitutions } from "./text-rules.ts";

const quoteToken = text(1000);

const maxAnimatedImages = 10;

const animatedImages: Rule = (message, pointer) =>
  countAnimated(message) > maxAnimatedImages
    ? [problem(`${pointer}/contents`, "too-many", `must hold at most ${maxAnimatedImages} animated images`)]
    : [];

function countAnimated(value: JsonValue): number {
  if (isJsonArray(value)) return value.reduce<number>((sum, item) => sum + countAnimated(item), 0);
  if (!isJsonObject(value)) return 0;
  return (value["animated"] === true ? 1 : 0) + countAnimated(Object.values(value));
}

const messageTypes: Readonly<Record<string, Shape>> = {
  text: record(
    {
      text: text(5000),
      "emojis?": list(0, 20, record({ index: whole(0), productId: text(100), emojiId: text(100) })),
      "quoteToken?": quoteToken,
    },
    emojiPlaces,
  ),
  textV2: record({ text: text(5000), "quoteToken?": quoteToken }, substitutions),
  sticker: record({ packageId: text(100), stickerId: text(100), "quoteToken?": quoteToken }),
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
  imagemap,
  template: record({ altText: text(1500), template }),
  flex: record({ altText: text(1500), contents: flexContainer }, animatedImages),
};

const quoting: readonly unknown[] = ["text", "textV2", "sticker"];

/** Other known types take no quote token; of types that are not known yet nothing is said. */
const quotedByKind: Rule = ({ type, quoteToken: token }, pointer) =>
  token !== undefined && typeof type === "string" && Object.hasOwn(messageTypes, type) && !quoting.includes(type)
    ? [problem(`${pointer}/quoteToken`, "forbidden-here", "only text, textV2 and sticker can quote a message")]
    : [];

/** LINE refuses to let an account call itself by its own name. */
const senderName: Rule = ({ name }, pointer) =>
  typeof name === "string" && /\bLINE\b/.test(name)
    ? [problem(`${pointer}/name`, "forbidden-word", "must not contain the word LINE")]
    : [];

const quickReplyItem = record({ action: actionShape({ label: shown(20) }, "quick-reply"), "imageUrl?": media });

const anyMessage = variant(messageTypes);

/** What every message may carry besides its own fields. */
const commonFields = record({
  "quickReply?": record({ "items?": list(0, 13, quickReplyItem) }),
  "sender?": record({ "name?": text(20), "iconUrl?": media }, senderName),
});

/** "Message objects" in "Messaging API reference", developers.line.biz. */
export const message: Shape = record(
  {},
  allOf(
    (value, pointer) => checkShape(anyMessage, value, pointer),
    (value, pointer) => checkShape(commonFields, value, pointer),
    quotedByKind,
  ),
);
