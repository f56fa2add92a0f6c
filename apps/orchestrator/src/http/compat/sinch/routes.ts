import { InvalidRequestError } from "@todoke/core";
import type { FastifyInstance } from "fastify";
import { accountsOf, engineOf, projectIdOf } from "../../project-of.ts";
import { notFound } from "../../routes/ids.ts";
import { bodyGate } from "../../schema/gate.ts";
import { spanOf } from "../../../tracing/trace-requests.ts";
import { SinchSendMessageDto } from "./send-message-dto.ts";
import { theirProblem } from "./their-pointers.ts";
import { toMessage } from "./to-message.ts";
import { toRecipient } from "./to-recipient.ts";

const sendMessage = bodyGate(SinchSendMessageDto);

/** The answer of Sinch's `messages:send`. */
export interface SinchAnswer {
  readonly message_id: string;
  readonly accepted_time: Date;
}

/** What Sinch's Conversation API has for sending. */
export function sinchRoutes(server: FastifyInstance): void {
  server.post<{ Params: { project_id: string } }>("/compat/sinch/v1/projects/:project_id/messages::send", async (request): Promise<SinchAnswer> => {
    // Another project is as good as none.
    if (request.params.project_id !== projectIdOf(request)) notFound("project");
    const body = sendMessage(request.body);
    const message = toMessage(body, accountsOf(request));
    const recipient = await toRecipient(engineOf(request), body);
    try {
      const { id, createdAt } = await engineOf(request).submit({ ...message, ...spanOf(request), to: [recipient] });
      return { message_id: id, accepted_time: createdAt };
    } catch (error) {
      throw InvalidRequestError.is(error) ? new InvalidRequestError(error.problems.map((problem) => theirProblem(problem, message))) : error;
    }
  });
}
