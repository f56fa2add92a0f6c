import { InvalidRequestError } from "@todoke/core";
import type { MessageRequest } from "@todoke/engine";
import type { MessageRequestDto } from "./dto/message-request-dto.ts";
import { HttpProblem } from "./problem.ts";

/** The engine's request for a body that its gate let through: `text` is written out as content. */
export function toMessageRequest(body: MessageRequestDto): MessageRequest {
  const { text, content, ...rest } = body;
  if (content !== undefined) return { ...rest, content };
  if (text !== undefined) return { ...rest, content: { type: "text", text } };
  throw new HttpProblem("malformed-request", "Give exactly one of content, text.");
}

/** Does something with a body's message; complaints about content point at `text` where the caller wrote that. */
export async function withCallersPointers<Answer>(body: MessageRequestDto, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (body.text === undefined || !InvalidRequestError.is(error)) throw error;
    throw new InvalidRequestError(
      error.problems.map((problem) => ({ ...problem, pointer: callersPointer(body, problem.pointer) })),
    );
  }
}

/** A pointer into the content, as the caller wrote that. */
export function callersPointer({ text }: MessageRequestDto, pointer: string): string {
  return text === undefined ? pointer : pointer.replace(/^\/content(\/text)?(?=\/|$)/, "/text");
}
