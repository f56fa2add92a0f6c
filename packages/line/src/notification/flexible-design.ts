import type { ContentProblem, JsonObject } from "@todoke/core";
import { problem } from "../content-shape.ts";
import type { FlexibleDesign } from "./notification-settings.ts";

interface ChosenDesign {
  /** The payload as LINE takes it, without what is said to us. */
  readonly messages: JsonObject;
  readonly problems: readonly ContentProblem[];
  readonly warnings: readonly string[];
}

/** Reads `design` and `allowUnapproved` from a flexible payload. Without `designs` nothing is known, and nothing said. */
export function chooseDesign(
  { design, allowUnapproved, ...messages }: JsonObject,
  designs: readonly FlexibleDesign[] | undefined,
): ChosenDesign {
  const refuse = (code: string, detail: string): ChosenDesign => ({
    messages,
    problems: [problem("/payload/design", code, detail)],
    warnings: [],
  });
  if (designs === undefined) return { messages, problems: [], warnings: [] };
  if (design === undefined) return refuse("required", "must name the design that LINE reviewed");
  const chosen = designs.find(({ name }) => name === design);
  if (chosen === undefined) return refuse("unknown-design", "must be a design of the account's settings");
  if (chosen.approved) return { messages, problems: [], warnings: [] };
  if (allowUnapproved !== true)
    return refuse("not-approved", "is not approved by LINE: allowUnapproved sends it anyway");
  return { messages, problems: [], warnings: ["The design is not approved, so that LINE may refuse it"] };
}
