import { type Content, InvalidRequestError } from "@todoke/core";
import type { MessageRequest, TemplateDraft } from "@todoke/engine";
import type { MessageRequestDto } from "./dto/message-request-dto.ts";
import type { TemplateVersionDto } from "./dto/templates-dto.ts";
import { HttpProblem } from "./problem.ts";

/** The engine's request for a body that its gate let through: `text` is written out as content. */
export function toMessageRequest(body: MessageRequestDto, span: Pick<MessageRequest, "parentSpan"> = {}): MessageRequest {
  const request = { ...withContent(body), ...span };
  if (request.content === undefined && request.template === undefined) {
    throw new HttpProblem("malformed-request", "Give exactly one of content, text, template.");
  }
  return request;
}

/** What a caller may write in place of `content`. */
interface CallersContent {
  readonly content?: Content;
  readonly text?: string;
}

/** The same with `text` written out as content. */
export function withContent<Body extends CallersContent>({ text, ...body }: Body): Omit<Body, "text"> {
  return text === undefined ? body : { ...body, content: { type: "text", text } };
}

/** What a template is to say, for a body that its gate let through. */
export function toTemplateDraft(body: TemplateVersionDto): TemplateDraft {
  const { content, ...draft } = withContent(body);
  if (content === undefined) throw new HttpProblem("malformed-request", "Give exactly one of content, text.");
  return { ...draft, content };
}

/** Does something with a body's message; complaints about content point at `text` where the caller wrote that. */
export async function withCallersPointers<Answer>(body: Pick<MessageRequestDto, "text">, work: () => Promise<Answer>): Promise<Answer> {
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
export function callersPointer({ text }: Pick<MessageRequestDto, "text">, pointer: string): string {
  return text === undefined ? pointer : pointer.replace(/^\/content(\/text)?(?=\/|$)/, "/text");
}
