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
    case "cut":
      beginAnswer(call, reply, () => reply.raw.socket?.resetAndDestroy());
      return;
    case "slow":
      beginAnswer(call, reply, () => {
        const drip = setInterval(() => (reply.raw.destroyed ? clearInterval(drip) : reply.raw.write(" ")), 1_000);
      });
      return;
    case "status": {
      const body = fault.body ?? call.describeStatus(fault.status);
      reply
        .code(fault.status)
        .header("content-type", typeof body === "string" ? "text/plain" : "application/json")
        .header(call.requestIdHeader, call.requestId)
        .headers(fault.headers ?? {})
        .send(typeof body === "string" ? body : JSON.stringify(body));
    }
  }
}

/** A head and the beginning of a body; `then` what becomes of the rest. */
function beginAnswer(call: Call, reply: FastifyReply, then: () => void): void {
  reply.hijack();
  // Whoever gave up before is neither told nor waited for: their connection does not close a second time.
  if (reply.raw.destroyed) return;
  reply.raw.writeHead(200, { "content-type": "application/json", [call.requestIdHeader]: call.requestId });
  reply.raw.write('{"', then);
}
