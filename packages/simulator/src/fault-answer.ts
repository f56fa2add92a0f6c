import type { FastifyReply } from "fastify";
import type { AnswerFault } from "./faults.ts";
import type { Call } from "./serve.ts";

/** Answers a call as its fault wants it, or does not answer at all. */
export function answerWithFault(call: Call, fault: AnswerFault, reply: FastifyReply): void {
  switch (fault.kind) {
    case "timeout":
      reply.hijack();
      return;
    case "reset":
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return;
    case "garbage":
      reply.code(200).header("content-type", "text/html").header(call.requestIdHeader, call.requestId);
      reply.send("<html><body>Something else answered in the provider's place.</body></html>");
      return;
    case "status": {
      const body = fault.body ?? defaultBodies[call.provider](fault.status);
      reply
        .code(fault.status)
        .header("content-type", typeof body === "string" ? "text/plain" : "application/json")
        .header(call.requestIdHeader, call.requestId)
        .headers(fault.headers ?? {})
        .send(typeof body === "string" ? body : JSON.stringify(body));
    }
  }
}

/** What the provider says with a status when the fault leaves the words open. */
const defaultBodies: Readonly<Record<Call["provider"], (status: number) => unknown>> = {
  line: (status) => ({
    message: status === 429 ? "The API rate limit has been exceeded. Try again later." : `Failed with status ${status}`,
  }),
  // Twilio's general codes are the status behind a 20: 20429, 20500, 20503.
  twilio: (status) => ({
    code: 20_000 + status,
    message: `Failed with status ${status}`,
    more_info: `https://www.twilio.com/docs/errors/${20_000 + status}`,
    status,
  }),
};
