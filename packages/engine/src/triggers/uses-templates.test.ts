import type { Content } from "@todoke/core";
import { describe, expect, it } from "vitest";
import type { PlanRequest } from "../message-request.ts";
import type { TriggerMessage } from "./trigger-view.ts";
import { usesTemplates } from "./uses-templates.ts";

const literal: Content = { type: "text", text: "{{ event.text }}" };
const templated: Content = { ...literal, template: true };
const planOf = (content: Content): PlanRequest => ({ steps: [{ channel: "line" }, { channel: "sms", content }] });

describe("what a trigger sends", () => {
  it.each<[name: string, message: TriggerMessage, defaultPlan: PlanRequest | undefined, expected: boolean]>([
    ["literal content", { content: literal }, undefined, false],
    ["literal content in every language and step", { content: { ...literal, translations: [{ locale: "ja", content: literal }] }, plan: planOf(literal) }, undefined, false],
    ["templated content", { content: templated }, undefined, true],
    ["a stored template", { template: { name: "coupon" } }, undefined, true],
    ["a templated translation", { content: { ...literal, translations: [{ locale: "ja", content: templated }] } }, undefined, true],
    ["a templated step", { content: literal, plan: planOf(templated) }, undefined, true],
    ["a templated step of the default plan", { content: literal }, planOf(templated), true],
    ["a plan in place of that", { content: literal, plan: planOf(literal) }, planOf(templated), false],
  ])("%s", (_name, message, defaultPlan, expected) => {
    expect(usesTemplates(message, defaultPlan)).toBe(expected);
  });
});
