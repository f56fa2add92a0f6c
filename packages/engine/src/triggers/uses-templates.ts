import type { Content } from "@todoke/core";
import { formsOf } from "../content/translations.ts";
import type { PlanRequest } from "../message-request.ts";
import type { TriggerMessage } from "./trigger-view.ts";

/** Whether anybody, on any step, could be written to with values of an event. */
export function usesTemplates({ content, template, plan }: TriggerMessage, defaultPlan: PlanRequest | undefined): boolean {
  const steps = (plan ?? defaultPlan)?.steps ?? [];
  return template !== undefined || [content, ...steps.map((step) => step.content)].some((each) => each !== undefined && isTemplated(each));
}

function isTemplated(content: Content): boolean {
  return formsOf(content).some((form) => form.content.template === true);
}
