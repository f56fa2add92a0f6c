import type { messagingApi } from "@line/bot-sdk";
import type { ContentProblem, JsonObject, ValidationCapability } from "@todoke/core";
import { callOptions, type LineCallOptions } from "./call-options.ts";
import { problem } from "./content-shape.ts";
import { readObjects, readText } from "./json-object.ts";
import type { Frozen } from "./frozen.ts";
import type { LineApi } from "./line-api.ts";
import { pointerInContent } from "./render-content.ts";
import { readDetails } from "./refusal-details.ts";

export type LineSendKind = "reply" | "push" | "multicast" | "narrowcast" | "broadcast";

/**
 * What LINE itself says of messages, without sending them: empty when it would take them. Addresses are not looked at,
 * nor whether people who are mentioned are there. Throws `ProviderError` when LINE does not answer the question.
 */
export async function validateMessages(
  api: LineApi,
  kind: LineSendKind,
  messages: readonly Frozen<messagingApi.Message>[],
  options?: LineCallOptions,
): Promise<readonly ContentProblem[]> {
  // The SDK's messages are JSON by their own types, but not by name.
  const objects: readonly object[] = messages;
  return askLine(api, kind, objects as readonly JsonObject[], options);
}

async function askLine(
  api: LineApi,
  kind: LineSendKind,
  messages: readonly JsonObject[],
  options?: LineCallOptions,
): Promise<readonly ContentProblem[]> {
  const body = { messages };
  const answer = await api("validate", { subPath: `/${kind}`, body, alsoAnswers: [400] }, callOptions(options));
  if (answer.status !== 400) return [];
  const details = readDetails(answer.body);
  return details.length > 0
    ? details.map(({ property, message }) => refusal(toPointer(property), message))
    : [refusal("", readText(answer.body["message"]) ?? "LINE refused the messages")];
}

const kinds: readonly LineSendKind[] = ["push", "multicast", "narrowcast", "broadcast"];

/** The same for a host, with pointers into the content that was rendered. */
export function createValidation(api: LineApi): ValidationCapability {
  return {
    endpoint: "validate",
    check: async ({ content, payload, endpoint }, options) => {
      const kind = kinds.find((name) => name === endpoint) ?? "push";
      const problems = await askLine(api, kind, readObjects(payload["messages"]), options);
      return problems.map((found) => ({ ...found, pointer: pointerInContent(content, found.pointer) }));
    },
  };
}

function refusal(pointer: string, detail: string): ContentProblem {
  return problem(pointer, "refused-by-line", detail);
}

/** `messages[0].text` becomes `/messages/0/text`. */
function toPointer(property: string): string {
  const segments = property.split(/[.[\]]+/).filter((segment) => segment !== "");
  return segments.map((segment) => `/${segment}`).join("");
}
