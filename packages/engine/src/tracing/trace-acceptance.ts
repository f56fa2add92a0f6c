import type { Accepted } from "../acceptance/acceptance.ts";
import type { EngineContext } from "../engine-context.ts";
import type { MessageRequest } from "../message-request.ts";
import type { SpanPlace } from "./tracer.ts";

/** Accepts a message within a span, whose place it is given, where the request is traced. */
export async function traceAcceptance(
  { tracer, projectId }: Pick<EngineContext, "tracer" | "projectId">,
  { parentSpan }: Pick<MessageRequest, "parentSpan">,
  accept: (place: SpanPlace | undefined) => Promise<Accepted>,
): Promise<Accepted> {
  if (tracer === undefined || parentSpan === undefined) return accept(undefined);
  const span = tracer.begin({ name: "accept message", kind: "internal", parent: parentSpan, attributes: { "todoke.project": projectId } });
  try {
    const accepted = await accept(span.place);
    span.end("replay" in accepted ? { "todoke.replay": true } : acceptedAttributes(accepted));
    return accepted;
  } catch (error) {
    span.end({}, error instanceof Error ? error.name : "unknown");
    throw error;
  }
}

function acceptedAttributes({ message: { id, purpose, status, counts } }: Extract<Accepted, { readonly message: unknown }>) {
  return { "todoke.message.id": id, "todoke.purpose": purpose, "todoke.status": status, "todoke.recipients": counts.recipients };
}
