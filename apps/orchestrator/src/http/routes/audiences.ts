import type { Engine } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import {
  AudienceListQueryDto,
  AudienceMemberListQueryDto,
  AudienceMembersDto,
  AudiencePushListQueryDto,
  AudiencePushRequestDto,
  NewAudienceDto,
} from "../dto/audiences-dto.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { done, found } from "./ids.ts";

const newAudience = bodyGate(NewAudienceDto);
const newMembers = bodyGate(AudienceMembersDto);
const listQuery = queryGate(AudienceListQueryDto);
const memberQuery = queryGate(AudienceMemberListQueryDto);
const pushRequest = bodyGate(AudiencePushRequestDto);
const pushQuery = queryGate(AudiencePushListQueryDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Keeps lists of people. */
export function audienceRoutes(server: FastifyInstance, engine: Engine): void {
  listRoutes(server, engine);
  memberRoutes(server, engine);
  pushRoutes(server, engine);
}

function listRoutes(server: FastifyInstance, { audiences }: Engine): void {
  server.post("/v1/audiences", async (request, reply) => {
    const audience = await audiences.create(newAudience(request.body));
    return reply.code(201).header("location", `/v1/audiences/${audience.id}`).send(audience);
  });

  server.get("/v1/audiences", (request) => audiences.list(listQuery(request.query)));

  server.get<ById>("/v1/audiences/:id", async (request) => found(await audiences.get(request.params.id), "audience"));

  server.delete<ById>("/v1/audiences/:id", async (request, reply) => {
    done(await audiences.delete(request.params.id), "audience");
    return reply.code(204).send();
  });
}

function memberRoutes(server: FastifyInstance, { audiences }: Engine): void {
  server.post<ById>("/v1/audiences/:id/members", async (request) =>
    found(await audiences.addMembers(request.params.id, newMembers(request.body).members), "audience"));

  server.get<ById>("/v1/audiences/:id/members", async (request) =>
    found(await audiences.members(request.params.id, memberQuery(request.query)), "audience"));

  server.delete<{ Params: { id: string; memberId: string } }>("/v1/audiences/:id/members/:memberId", async (request, reply) => {
    const { id, memberId } = request.params;
    // A member's id begins with that of its list.
    done(memberId.startsWith(`${id.replace("aud_", "mbr_")}_`) && (await audiences.removeMember(memberId)), "member");
    return reply.code(204).send();
  });
}

function pushRoutes(server: FastifyInstance, { audiences }: Engine): void {
  server.post<ById>("/v1/audiences/:id/push", async (request, reply) => {
    const push = found(await audiences.push(request.params.id, pushRequest(request.body)), "audience");
    return reply.code(202).header("location", `/v1/audiences/${push.audienceId}/pushes/${push.id}`).send(push);
  });

  server.get<ById>("/v1/audiences/:id/pushes", async (request) =>
    found(await audiences.pushes(request.params.id, pushQuery(request.query)), "audience"));

  server.get<{ Params: { id: string; pushId: string } }>("/v1/audiences/:id/pushes/:pushId", async (request) =>
    found(await audiences.pushOf(request.params.id, request.params.pushId), "push"));
}
