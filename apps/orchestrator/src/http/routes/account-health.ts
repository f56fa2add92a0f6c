import type { FastifyInstance } from "fastify";
import { AccountPinDto } from "../dto/account-health-dto.ts";
import { engineOf } from "../project-of.ts";
import { bodyGate } from "../schema/gate.ts";
import { found } from "./ids.ts";

const pinBody = bodyGate(AccountPinDto);

interface OfAccount {
  readonly Params: { readonly id: string };
}

/** Shows how well accounts work, and takes an operator's word over what is measured. */
export function accountHealthRoutes(server: FastifyInstance): void {
  server.get<OfAccount>("/v1/accounts/:id/health", async (request) =>
    found(await engineOf(request).health.of(request.params.id), "account"));

  server.post<OfAccount>("/v1/accounts/:id/pin", async (request) =>
    found(await engineOf(request).health.pin(request.params.id, pinBody(request.body).state), "account"));
}
