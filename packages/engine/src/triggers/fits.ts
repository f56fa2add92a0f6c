import type { InboundAct } from "@todoke/core";
import type { PostbackParameter, TriggerCondition } from "./trigger-view.ts";

/** Whether what somebody did is what a trigger waits for. */
export function fits(condition: TriggerCondition, act: InboundAct): boolean {
  if (condition.type === "follow" && act.type === "follow") return condition.again === undefined || condition.again === (act.again ?? false);
  if (condition.type === "text" && act.type === "text") return isAsked(condition, act.text);
  if (condition.type === "postback" && act.type === "postback") return isTapped(condition, act.data);
  return condition.type === act.type;
}

function isAsked({ keywords, match = "whole" }: Extract<TriggerCondition, { type: "text" }>, text: string): boolean {
  if (keywords === undefined) return true;
  const folded = foldText(text);
  return keywords.map(foldText).some((keyword) => (match === "whole" ? folded === keyword : folded.includes(keyword)));
}

function isTapped({ data, dataStartsWith, parameter }: Extract<TriggerCondition, { type: "postback" }>, tapped: string): boolean {
  return (data === undefined || tapped === data)
    && (dataStartsWith === undefined || tapped.startsWith(dataStartsWith))
    && (parameter === undefined || hasParameter(parameter, tapped));
}

function hasParameter({ name, value }: PostbackParameter, tapped: string): boolean {
  const values = new URLSearchParams(tapped).getAll(name);
  return value === undefined ? values.length > 0 : values.includes(value);
}

/** What texts are compared by: without regard to case, to full and half width, and to space around them. */
export function foldText(text: string): string {
  return text.normalize("NFKC").toUpperCase().trim();
}
