import type {
  Button,
  CarouselCard,
  Content,
  ContentProblem,
  JsonObject,
  NativeContent,
  RenderResult,
} from "@todoke/core";
import { cutToLength } from "./character-count.ts";
import { checkPushPayload, describeHidden } from "./messages/check-payload.ts";
import { describeTargetRules } from "./target-rules.ts";
import { refuseOtherChannel, refuseType, renderUnless } from "./render-result.ts";

/** The body of a push or multicast without its address, or where the content breaks LINE's rules. */
export function renderContent(content: Content): RenderResult {
  switch (content.type) {
    case "native":
      return renderNative(content);
    case "notification":
      return refuseType("belongs to the channel line-notification: write this step's own content");
    default:
      return renderMessage(content);
  }
}

type PlainContent = Exclude<Content, { type: "native" | "notification" }>;

function renderNative({ channel, payload }: NativeContent): RenderResult {
  if (channel !== "line") return refuseOtherChannel("line");
  const rendered = { payload, endpoint: "push", lost: describeHidden(payload), warnings: describeTargetRules(payload) } as const;
  return renderUnless(checkPushPayload(payload, "/payload"), rendered);
}

function renderMessage(content: PlainContent): RenderResult {
  const payload = { messages: [toMessage(content)] };
  const problems = checkPushPayload(payload, "").flatMap((found) => pointIntoContent(content, found));
  return renderUnless(problems, { payload, endpoint: "push", lost: listLosses(content) });
}

function toMessage(content: PlainContent): JsonObject {
  switch (content.type) {
    case "text":
      return { type: "text", text: content.text };
    case "image":
      return { type: "image", originalContentUrl: content.url, previewImageUrl: content.previewUrl ?? content.url };
    case "video":
      return { type: "video", originalContentUrl: content.url, previewImageUrl: content.previewUrl };
    case "audio":
      return { type: "audio", originalContentUrl: content.url, duration: content.durationMs };
    case "location":
      return {
        type: "location",
        title: content.title,
        address: content.address,
        latitude: content.latitude,
        longitude: content.longitude,
      };
    case "buttons":
      return { type: "template", altText: altTextOf(content), template: { type: "buttons", ...toCard(content) } };
    case "carousel":
      return {
        type: "template",
        altText: content.altText,
        template: { type: "carousel", columns: content.cards.map(toCard) },
      };
  }
}

function toCard({ text, title, imageUrl, buttons }: CarouselCard): JsonObject {
  return {
    ...(imageUrl !== undefined && { thumbnailImageUrl: imageUrl }),
    ...(title !== undefined && { title }),
    text,
    actions: buttons.map(toAction),
  };
}

function toAction(button: Button): JsonObject {
  if ("url" in button) return { type: "uri", label: button.label, uri: button.url };
  if ("text" in button) return { type: "message", label: button.label, text: button.text };
  return { type: "postback", label: button.label, data: button.postback };
}

/** Notifications and old clients show it. LINE counts it in UTF-16 units, the text of buttons in graphemes. */
function altTextOf({ title, text }: { readonly title?: string; readonly text: string }): string {
  return cutToLength(title === undefined ? text : `${title}\n${text}`, 1500);
}

const noAltText = "LINE shows no alternative text with images, video or audio";

function listLosses(content: PlainContent): readonly string[] {
  return "altText" in content && content.altText !== undefined && content.type !== "carousel" ? [noAltText] : [];
}

/** Our names for the fields of a LINE message. Fields that are missing here are called the same in both. */
const contentFields: Readonly<Record<string, string>> = {
  originalContentUrl: "url",
  previewImageUrl: "previewUrl",
  thumbnailImageUrl: "imageUrl",
  duration: "durationMs",
  columns: "cards",
  actions: "buttons",
  uri: "url",
  data: "postback",
};

/** `/messages/0/template/columns/2/text` becomes `/cards/2/text`; a field that we derived has no place of its own. */
function pointIntoContent(content: PlainContent, found: ContentProblem): readonly ContentProblem[] {
  const pointer = plainPointer(found.pointer);
  const derived =
    (content.type === "buttons" && pointer === "/altText") ||
    (content.type === "image" && content.previewUrl === undefined && pointer === "/previewUrl");
  return derived ? [] : [{ ...found, pointer }];
}

/** Where in the content a place of its payload came from: the nearest, for a field that has no place of its own. */
export function pointerInContent(content: Content, pointer: string): string {
  if (content.type === "native") return `/payload${pointer}`;
  if (content.type === "buttons" && plainPointer(pointer) === "/altText") return "/text";
  return plainPointer(pointer);
}

function plainPointer(pointer: string): string {
  const path = pointer.split("/").slice(3);
  return path
    .filter((segment) => segment !== "template")
    .map((segment) => `/${contentFields[segment] ?? segment}`)
    .join("");
}
