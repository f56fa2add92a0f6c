import type { Problem } from "@todoke/core";
import type { MessageRequest } from "@todoke/engine";

/** What is wrong with our message, at the place in their request that it comes from. */
export function theirProblem(problem: Problem, { plan }: MessageRequest): Problem {
  const { pointer } = problem;
  const [, step, part] = /^\/plan\/steps\/(\d)(\/content)?/.exec(pointer) ?? [];
  if (step === undefined) return { ...problem, pointer: places.find(([begin]) => pointer.startsWith(begin))?.[1] ?? "" };
  if (part === undefined) return { ...problem, pointer: "/channel_priority_order" };
  const isTemplate = plan?.steps[Number(step)]?.content?.type === "notification";
  return { ...problem, pointer: isTemplate ? "/message/channel_specific_message/LINE/message" : "/message/text_message/text" };
}

/** What our pointers begin with, and what is there in the request. */
const places: readonly (readonly [string, string])[] = [
  ["/to", "/recipient"],
  ["/content", "/message"],
  ["/plan", "/channel_priority_order"],
  ["/validityPeriod", "/ttl"],
  ["/purpose", "/message_content_type"],
];
