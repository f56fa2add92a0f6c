import type { FastifyInstance } from "fastify";
import {
  AudienceChangesDto,
  AudienceCountRequestDto,
  AudienceListQueryDto,
  AudienceMemberListQueryDto,
  AudienceMembersDto,
  AudiencePushListQueryDto,
  AudiencePushRequestDto,
  NewAudienceDto,
} from "../dto/audiences-dto.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate, queryGate } from "../schema/gate.ts";
import { done, found } from "./ids.ts";

const newAudience = bodyGate(NewAudienceDto);
const audienceChanges = bodyGate(AudienceChangesDto);
const countRequest = bodyGate(AudienceCountRequestDto);
const newMembers = bodyGate(AudienceMembersDto);
const listQuery = queryGate(AudienceListQueryDto);
const memberQuery = queryGate(AudienceMemberListQueryDto);
const pushRequest = bodyGate(AudiencePushRequestDto);
const pushQuery = queryGate(AudiencePushListQueryDto);

interface ById {
  readonly Params: { readonly id: string };
}

/** Keeps lists of people, and filters. */
export function audienceRoutes(server: FastifyInstance): void {
  listRoutes(server);
  memberRoutes(server);
  pushRoutes(server);
}

function listRoutes(server: FastifyInstance): void {
  server.post("/v1/audiences", async (request, reply) => {
    const audience = await engineOf(request).audiences.create(newAudience(request.body));
    return reply.code(201).header("location", `/v1/audiences/${audience.id}`).send(audience);
  });

  server.post("/v1/audiences/count", (request) => engineOf(request).audiences.count(countRequest(request.body).filter));

  server.get("/v1/audiences", (request) => engineOf(request).audiences.list(listQuery(request.query)));

  server.get<ById>("/v1/audiences/:id", async (request) => found(await engineOf(request).audiences.get(request.params.id), "audience"));

  server.patch<ById>("/v1/audiences/:id", async (request) =>
    found(await engineOf(request).audiences.change(request.params.id, audienceChanges(request.body)), "audience"));

  server.delete<ById>("/v1/audiences/:id", async (request, reply) => {
    done(await engineOf(request).audiences.delete(request.params.id), "audience");
    return reply.code(204).send();
  });
}

function memberRoutes(server: FastifyInstance): void {
  server.post<ById>("/v1/audiences/:id/members", async (request) =>
    found(await engineOf(request).audiences.addMembers(request.params.id, newMembers(request.body).members), "audience"));

  server.get<ById>("/v1/audiences/:id/members", async (request) =>
    found(await engineOf(request).audiences.members(request.params.id, memberQuery(request.query)), "audience"));

  server.delete<{ Params: { id: string; memberId: string } }>("/v1/audiences/:id/members/:memberId", async (request, reply) => {
    const { id, memberId } = request.params;
    // A member's id begins with that of its list.
    done(memberId.startsWith(`${id.replace("aud_", "mbr_")}_`) && (await engineOf(request).audiences.removeMember(memberId)), "member");
    return reply.code(204).send();
  });
}

function pushRoutes(server: FastifyInstance): void {
  server.post<ById>("/v1/audiences/:id/push", async (request, reply) => {
    const push = found(await engineOf(request).audiences.push(request.params.id, pushRequest(request.body)), "audience");
    return reply.code(202).header("location", `/v1/audiences/${push.audienceId}/pushes/${push.id}`).send(push);
  });

  server.get<ById>("/v1/audiences/:id/pushes", async (request) =>
    found(await engineOf(request).audiences.pushes(request.params.id, pushQuery(request.query)), "audience"));

  server.get<{ Params: { id: string; pushId: string } }>("/v1/audiences/:id/pushes/:pushId", async (request) =>
    found(await engineOf(request).audiences.pushOf(request.params.id, request.params.pushId), "push"));
}
