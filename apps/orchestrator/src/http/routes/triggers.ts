import { InvalidRequestError } from "@todoke/core";
import type { FastifyInstance } from "fastify";
import { FiringListQueryDto, NewTriggerDto, TriggerChangesDto, TriggerListQueryDto, type TriggerMessageDto } from "../dto/triggers-dto.ts";
import { callersPointer, withContent } from "../message-input.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { done, found, triggerId } from "./ids.ts";

const newTrigger = bodyGate(NewTriggerDto);
const triggerChanges = bodyGate(TriggerChangesDto);
const listQuery = queryGate(TriggerListQueryDto);
const firingsQuery = queryGate(FiringListQueryDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** The rules by which what people do starts messages. */
export function triggerRoutes(server: FastifyInstance): void {
  server.post("/v1/triggers", async (request, reply) => {
    const { message, ...rest } = newTrigger(request.body);
    const trigger = await withCallersPointers(message, () => engineOf(request).triggers.create({ ...rest, message: withContent(message) }));
    return reply.code(201).header("location", `/v1/triggers/${trigger.id}`).send(trigger);
  });

  server.get("/v1/triggers", (request) => engineOf(request).triggers.list(listQuery(request.query)));

  server.get<ById>("/v1/triggers/:id", async (request) => found(await engineOf(request).triggers.get(triggerId(request.params.id)), kind));

  server.patch<ById>("/v1/triggers/:id", async (request) => {
    const id = triggerId(request.params.id);
    const { message, ...rest } = triggerChanges(request.body);
    const changes = { ...rest, ...(message && { message: withContent(message) }) };
    return found(await withCallersPointers(message, () => engineOf(request).triggers.change(id, changes)), kind);
  });

  server.delete<ById>("/v1/triggers/:id", async (request, reply) => {
    done(await engineOf(request).triggers.remove(triggerId(request.params.id)), kind);
    return reply.code(204).send();
  });

  server.get<ById>("/v1/triggers/:id/firings", async (request) =>
    found(await engineOf(request).triggers.firings(triggerId(request.params.id), firingsQuery(request.query)), kind));
}

const kind = "trigger";

/** Complaints about the message's content point at its `text` where the caller wrote that. */
async function withCallersPointers<Answer>(message: TriggerMessageDto | undefined, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (message === undefined || !InvalidRequestError.is(error)) throw error;
    throw new InvalidRequestError(error.problems.map((problem) => {
      const [, inMessage] = /^\/message(\/.*)$/.exec(problem.pointer) ?? [];
      return inMessage === undefined ? problem : { ...problem, pointer: `/message${callersPointer(message, inMessage)}` };
    }));
  }
}
