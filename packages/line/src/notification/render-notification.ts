import type {
  Content,
  ContentProblem,
  JsonObject,
  NativeContent,
  NotificationContent,
  RenderResult,
} from "@todoke/core";
import { problem } from "../content-shape.ts";
import { readObjects } from "../json-object.ts";
import { checkPushPayload } from "../messages/check-payload.ts";
import { refuseOtherChannel, refuseType, renderUnless } from "../render-result.ts";
import { lookUpKeys } from "./catalogue.ts";
import { chooseDesign } from "./flexible-design.ts";
import type { NotificationProduct, NotificationTerms } from "./notification-settings.ts";
import { checkTemplatePayload, toTemplatePayload } from "./notification-template.ts";

/** The body of a templated or a flexible call without its address, or where it breaks LINE's rules or the contract. */
export function renderNotification(content: Content, terms: NotificationTerms): RenderResult {
  switch (content.type) {
    case "notification":
      return terms.products.includes("template") ? renderTemplate(content, terms) : refuseProduct("template");
    case "native":
      return terms.products.includes("flexible") ? renderFlexible(content, terms) : refuseProduct("flexible");
    default:
      return refuseType("must be notification, or native messages of the form that LINE reviewed");
  }
}

function renderTemplate(
  content: NotificationContent,
  { catalogue, maxEmphasizedLength }: NotificationTerms,
): RenderResult {
  const payload = toTemplatePayload(content);
  const found = catalogue ? lookUpKeys(content, catalogue) : { problems: [], warnings: [] };
  const problems = [...checkTemplatePayload(payload, content, maxEmphasizedLength), ...found.problems];
  return renderUnless(problems, { payload, endpoint: "pnp-template", warnings: found.warnings });
}

function renderFlexible({ channel, payload }: NativeContent, { flexibleDesigns }: NotificationTerms): RenderResult {
  if (channel !== "line-notification") return refuseOtherChannel("line-notification");
  const { messages, problems, warnings } = chooseDesign(payload, flexibleDesigns);
  return renderUnless([...checkPushPayload(messages, "/payload"), ...findForbiddenTypes(messages), ...problems], {
    payload: messages,
    endpoint: "pnp-flexible",
    warnings,
  });
}

function refuseProduct(product: NotificationProduct): RenderResult {
  const detail = `needs the product ${product}, which the account's settings do not name`;
  return { ok: false, problems: [problem("/type", "no-contract", detail)] };
}

/** "LINE notification messages (flexible)", developers.line.biz. */
const forbiddenTypes: readonly unknown[] = ["image", "video", "audio"];

function findForbiddenTypes({ messages }: JsonObject): readonly ContentProblem[] {
  return readObjects(messages).flatMap(({ type }, index) =>
    forbiddenTypes.includes(type)
      ? [problem(`/payload/messages/${index}/type`, "forbidden-type", "must not be image, video or audio")]
      : [],
  );
}
