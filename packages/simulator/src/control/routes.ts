import type { FastifyError, FastifyInstance } from "fastify";
import type { FaultRule } from "../faults.ts";
import { UnknownPersonError } from "../people.ts";
import type { Simulator } from "../simulator.ts";
import { InvalidInputError } from "../validation/check.ts";
import { assertClockChange, assertWriting } from "../validation/control.ts";
import { assertLineEvents } from "../validation/line-event.ts";
import { assertPeople, assertPersonChange } from "../validation/person.ts";

/** A million people fit. */
const largestBody = 512 * 1_024 * 1_024;

/** The simulator's own surface under `/simulator`, for tests that run in another process. */
export function registerControlRoutes(server: FastifyInstance, simulator: Omit<Simulator, "url" | "close">): void {
  server.register(
    async (control) => {
      acceptJson(control);

      control.get<{ Querystring: { after?: string } }>("/ledger", (request) =>
        simulator.ledger().slice(Number(request.query.after ?? 0)),
      );
      control.get("/statistics", () => simulator.statistics());
      control.get("/settled", async () => {
        await simulator.settled();
        return { settled: true };
      });
      control.post("/faults", (request, reply) => {
        // Checked there, where all endpoints are known.
        simulator.addFault(request.body as FaultRule);
        return reply.code(204).send();
      });
      control.delete("/faults", (_request, reply) => {
        simulator.clearFaults();
        return reply.code(204).send();
      });
      control.put("/people", (request, reply) => {
        assertPeople(request.body, "people");
        simulator.setPeople(request.body);
        return reply.code(204).send();
      });
      control.patch<{ Params: { idOrPhone: string } }>("/people/:idOrPhone", (request, reply) => {
        assertPersonChange(request.body);
        simulator.setPerson(request.params.idOrPhone, request.body);
        return reply.code(204).send();
      });
      control.post<{ Params: { idOrPhone: string } }>("/people/:idOrPhone/messages", (request, reply) => {
        assertWriting(request.body);
        simulator.personWrites(request.params.idOrPhone, request.body.text);
        return reply.code(204).send();
      });
      control.post("/line-events", (request, reply) => {
        const events: unknown = request.body;
        assertLineEvents(events, "events");
        simulator.raiseLineEvents(...events);
        return reply.code(204).send();
      });
      control.post("/clock", (request, reply) => {
        assertClockChange(request.body);
        simulator.advanceClock(request.body.advanceMs);
        return reply.code(204).send();
      });
    },
    { prefix: "/simulator", bodyLimit: largestBody },
  );
}

function acceptJson(control: FastifyInstance): void {
  control.removeAllContentTypeParsers();
  control.addContentTypeParser("*", { parseAs: "string", bodyLimit: largestBody }, (_request, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(new InvalidInputError("", "must be JSON"));
    }
  });
  control.setErrorHandler<FastifyError>((error, _request, reply) =>
    reply.code(statusOf(error)).send({ message: error.message }),
  );
}

function statusOf(error: FastifyError): number {
  if (error instanceof InvalidInputError) return 400;
  if (error instanceof UnknownPersonError) return 404;
  return error.statusCode ?? 500;
}
